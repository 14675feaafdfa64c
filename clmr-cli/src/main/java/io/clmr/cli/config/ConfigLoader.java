package io.clmr.cli.config;

import io.clmr.augment.Recipe;
import io.clmr.augment.TransformConfig;
import io.clmr.core.loss.LossConfig;
import io.clmr.core.loss.LossRegistry;
import io.clmr.core.model.ModelConfig;
import io.clmr.data.dataset.DatasetConfig;
import io.clmr.data.dataset.DatasetFormats;
import io.clmr.data.store.StoreConfig;
import io.clmr.train.AugmentViews;
import io.clmr.train.PretrainConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a configuration: the recipe's defaults, then the file, then what the command line says. */
public final class ConfigLoader {

    private static final Position NOWHERE = Position.option("defaults");
    private static final Node.Mapping EMPTY = new Node.Mapping(NOWHERE, Map.of());

    /** Of either recipe, where the file names none. */
    private static final Node.Scalar USUAL_LOSS = new Node.Scalar(
            NOWHERE,
            ConfigSections.lossName(
                    ConfigSections.defaults(Recipe.CLMR_V2).pretrain().loss()));

    private final Node.Mapping root;
    private final List<Assignment> transformAssignments;
    private final Map<String, Position> given = new LinkedHashMap<>();

    private ConfigLoader(Node.Mapping root, List<Assignment> transformAssignments) {
        this.root = root;
        this.transformAssignments = transformAssignments;
    }

    /**
     * Reads a configuration.
     *
     * @param file YAML; absent: defaults alone
     * @param assignments in order; a later one counts more
     * @throws ConfigException naming file and line, or option, the key, what was found and what may stand there
     */
    public static LoadedConfig load(Optional<Path> file, List<Assignment> assignments) {
        return load(file, assignments, Optional.empty());
    }

    /**
     * Reads a configuration for weights that exist already.
     *
     * @param network what the keys of {@code model} are that are not given; absent: the recipe's
     */
    public static LoadedConfig load(Optional<Path> file, List<Assignment> assignments, Optional<ModelConfig> network) {
        Node.Mapping written = file.map(YamlReader::readFile).orElse(EMPTY);
        Node.Mapping root = withoutReplacedLoss(written, assignments);
        List<Assignment> transforms = new ArrayList<>();
        for (Assignment assignment : assignments) {
            if (assignment.key().startsWith(ConfigSections.AUGMENT + ".")) {
                transforms.add(assignment);
            } else {
                root = assign(root, assignment);
            }
        }
        return new ConfigLoader(root, transforms).bind(network);
    }

    /** What a file says of one loss is nothing to another that takes its place. */
    private static Node.Mapping withoutReplacedLoss(Node.Mapping written, List<Assignment> assignments) {
        String key = ConfigSections.LOSS + "." + ConfigSections.LOSS_NAME;
        Optional<String> name = assignments.stream()
                .filter(assignment -> assignment.key().equals(key))
                .map(Assignment::value)
                .reduce((earlier, later) -> later);
        if (name.isPresent()
                && written.get(ConfigSections.LOSS).orElse(EMPTY) instanceof Node.Mapping loss
                && loss.get(ConfigSections.LOSS_NAME).orElse(USUAL_LOSS) instanceof Node.Scalar before
                && !before.text().equals(name.get().strip())) {
            return written.without(ConfigSections.LOSS);
        }
        return written;
    }

    private static Node.Mapping assign(Node.Mapping root, Assignment assignment) {
        List<String> path = Arrays.asList(assignment.key().split("\\.", -1));
        Node value = YamlReader.readValue(assignment.option(), assignment.value());
        return assign(root, path, value);
    }

    private static Node.Mapping assign(Node.Mapping group, List<String> path, Node value) {
        String key = path.get(0);
        if (path.size() == 1) {
            return group.with(key, value);
        }
        Node below = group.get(key).orElse(new Node.Mapping(value.position(), Map.of()));
        Node.Mapping inner = below instanceof Node.Mapping mapping
                ? mapping
                : new Node.Mapping(value.position(), Map.of()); // a value where a group belongs is found out below
        return group.with(key, assign(inner, path.subList(1, path.size()), value));
    }

    private LoadedConfig bind(Optional<ModelConfig> network) {
        root.entries().forEach((key, value) -> {
            if (!ConfigSections.ALL.contains(key)) {
                throw KnownKeys.unknown(value.position(), "", key, ConfigSections.ALL);
            }
            note(key, value);
        });
        ClmrConfig defaults = ConfigSections.defaults(recipe());
        PretrainConfig pretrain = defaults.pretrain();
        PretrainConfig bound = new PretrainConfig(
                RecordBinder.bind(ConfigSections.MODEL, group(ConfigSections.MODEL), network.orElse(pretrain.model())),
                augment(pretrain.augment()),
                augmentViews(pretrain.augmentViews()),
                RecordBinder.bind(ConfigSections.POSITIVES, group(ConfigSections.POSITIVES), pretrain.positives()),
                loss(pretrain.loss()),
                RecordBinder.bind(ConfigSections.OPTIMIZER, group(ConfigSections.OPTIMIZER), pretrain.optimizer()),
                RecordBinder.bind(ConfigSections.SCHEDULE, group(ConfigSections.SCHEDULE), pretrain.schedule()),
                RecordBinder.bind(ConfigSections.TRAIN, group(ConfigSections.TRAIN), pretrain.train()));
        Node.Mapping datasetNode = group(ConfigSections.DATASET);
        boolean rootGiven = datasetNode.get("root").isPresent();
        DatasetConfig dataset = RecordBinder.bind(ConfigSections.DATASET, datasetNode, defaults.dataset());
        checkFormat(datasetNode);
        StoreConfig store = RecordBinder.bind(
                ConfigSections.STORE,
                group(ConfigSections.STORE),
                rootGiven ? defaultStore(dataset, bound) : defaults.store());
        ClmrConfig config = new ClmrConfig(
                defaults.recipe(),
                dataset,
                rootGiven,
                store,
                bound,
                RecordBinder.bind(ConfigSections.PROBE, group(ConfigSections.PROBE), defaults.probe()),
                RecordBinder.bind(ConfigSections.SUPERVISED, group(ConfigSections.SUPERVISED), defaults.supervised()));
        return new LoadedConfig(config, given);
    }

    private static void checkFormat(Node.Mapping dataset) {
        Optional<Node> format = dataset.get("format");
        List<String> names = DatasetFormats.load().names();
        if (format.isPresent() && format.get() instanceof Node.Scalar scalar && !names.contains(scalar.text())) {
            throw new ConfigException(
                    scalar.position(),
                    "dataset.format is " + scalar.found() + ", expected " + KeyName.either(names)
                            + meant(scalar, names));
        }
    }

    /** Beside the audio, one store per sample rate. */
    private static StoreConfig defaultStore(DatasetConfig dataset, PretrainConfig pretrain) {
        String name = "store-" + pretrain.model().sampleRateHz();
        return new StoreConfig(
                Optional.of(DatasetFormats.load().byName(dataset.format()).beside(dataset.root(), name)));
    }

    private void note(String key, Node value) {
        if (value instanceof Node.Mapping group) {
            group.entries().forEach((below, node) -> note(key + "." + below, node));
        } else {
            given.put(key, value.position());
        }
    }

    private Node.Mapping group(String key) {
        Node node = root.get(key).orElse(EMPTY);
        if (node instanceof Node.Mapping group) {
            return group;
        }
        if (node instanceof Node.Scalar scalar && scalar.text().isEmpty()) {
            return EMPTY; // all keys of a group commented out
        }
        throw new ConfigException(
                node.position(), key + " is " + node.found() + ", expected a group of keys, indented below it");
    }

    private Recipe recipe() {
        Optional<Node> node = root.get(ConfigSections.RECIPE);
        if (node.isEmpty()) {
            return Recipe.CLMR_V2;
        }
        List<String> recipes =
                Arrays.stream(Recipe.values()).map(ConfigLoader::recipeName).toList();
        for (Recipe recipe : Recipe.values()) {
            if (node.get() instanceof Node.Scalar scalar && scalar.text().equals(recipeName(recipe))) {
                return recipe;
            }
        }
        throw new ConfigException(
                node.get().position(),
                "recipe is " + node.get().found() + ", expected " + KeyName.either(recipes)
                        + meant(node.get(), recipes));
    }

    /** Returns the question whether another name was meant; nothing if none is near. */
    private static String meant(Node written, List<String> names) {
        return written instanceof Node.Scalar scalar
                ? NearestName.of(scalar.text(), names)
                        .map(name -> "; did you mean " + name + "?")
                        .orElse("")
                : "";
    }

    static String recipeName(Recipe recipe) {
        return recipe.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private AugmentViews augmentViews(AugmentViews fallback) {
        return root.get(ConfigSections.AUGMENT_VIEWS)
                .map(node -> (AugmentViews)
                        ValueBinder.bind(ConfigSections.AUGMENT_VIEWS, node, AugmentViews.class, fallback))
                .orElse(fallback);
    }

    private LossConfig loss(LossConfig fallback) {
        Node.Mapping group = group(ConfigSections.LOSS);
        LossConfig defaults = group.get(ConfigSections.LOSS_NAME)
                .map(ConfigLoader::lossDefaults)
                .orElse(fallback);
        Node.Mapping settings = group.without(ConfigSections.LOSS_NAME);
        Record bound = RecordBinder.bind(ConfigSections.LOSS, settings, ConfigSections.lossRecord(defaults));
        if (bound instanceof LossConfig loss) {
            return loss;
        }
        throw new IllegalStateException(bound.getClass() + " is no loss");
    }

    private static LossConfig lossDefaults(Node name) {
        LossRegistry registry = LossRegistry.load();
        if (name instanceof Node.Scalar scalar && registry.names().contains(scalar.text())) {
            return registry.find(scalar.text()).defaults();
        }
        throw new ConfigException(
                name.position(),
                "loss.name is " + name.found() + ", expected " + KeyName.either(registry.names())
                        + meant(name, registry.names()));
    }

    private List<TransformConfig> augment(List<TransformConfig> published) {
        List<TransformConfig> chain =
                root.get(ConfigSections.AUGMENT).map(ChainBinder::bind).orElse(published);
        for (Assignment assignment : transformAssignments) {
            chain = ChainBinder.assign(chain, assignment);
            given.put(assignment.key(), Position.option(assignment.option()));
        }
        return chain;
    }
}
