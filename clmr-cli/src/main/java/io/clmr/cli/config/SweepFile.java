package io.clmr.cli.config;

import io.clmr.lab.sweep.Cell;
import io.clmr.lab.sweep.SweepPlan;
import io.clmr.lab.sweep.Variant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code clmr sweep} reads.
 *
 * @param config the base configuration; absent: the recipe's defaults
 * @param set what all cells change in it
 * @param evaluate what all cells change in it for the evaluation alone, such as another dataset
 * @param plan the cells
 */
public record SweepFile(Optional<Path> config, List<Assignment> set, List<Assignment> evaluate, SweepPlan plan) {

    private static final List<String> KEYS =
            List.of("name", "config", "set", "evaluate", "stages", "encoders", "list", "grid", "seeds", "x");
    private static final String NAME = "name"; // of the file, and of an entry of its list
    private static final String ENCODERS = "encoders"; // likewise
    private static final Set<String> ENTRY_KEYS = Set.of(NAME, ENCODERS, Cell.PRETRAIN);
    private static final Pattern OF_DATA = Pattern.compile("(dataset|store)\\..*");

    /** What keys of the command line start with that change the data to pretrain on. */
    public static final String TRAINING = "pretrain.";

    private static final List<String> STAGES = List.of("pretrain", "evaluate");
    private static final long DEFAULT_SEED = 42;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./+-]+");

    public SweepFile {
        set = List.copyOf(set);
        evaluate = List.copyOf(evaluate);
    }

    /**
     * Reads a sweep.
     *
     * @param seed takes the place of the file's seeds
     * @throws ConfigException naming file and line, what was found and what may stand there
     */
    public static SweepFile read(Path file, OptionalLong seed) {
        Node.Mapping root = YamlReader.readFile(file);
        root.entries().forEach((key, value) -> {
            if (!KEYS.contains(key)) {
                throw KnownKeys.unknown(value.position(), "", key, KEYS);
            }
        });
        String stem = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
        List<String> stages =
                root.get("stages").map(node -> texts("stages", node)).orElse(STAGES);
        if (stages.isEmpty() || !STAGES.containsAll(stages)) {
            throw new ConfigException(
                    root.get("stages").orElse(root).position(),
                    "stages is " + stages + ", expected some of " + String.join(", ", STAGES));
        }
        try {
            SweepPlan plan = new SweepPlan(
                    root.get(NAME).map(node -> scalar(NAME, node)).orElse(stem),
                    root.get(ENCODERS).map(node -> texts(ENCODERS, node)).orElse(List.of(Cell.PRETRAIN)),
                    variants(root),
                    root.get("grid").map(SweepFile::grid).orElse(Map.of()),
                    seed.isPresent() ? List.of(seed.getAsLong()) : seeds(root),
                    root.get("x").map(node -> scalar("x", node)),
                    stages.contains("evaluate"));
            checkStages(root, stages, plan);
            return new SweepFile(
                    root.get("config").map(node -> file.resolveSibling(scalar("config", node))),
                    assignments(root, "set"),
                    assignments(root, "evaluate"),
                    plan);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file + ": " + e.getMessage());
        }
    }

    private static void checkStages(Node.Mapping root, List<String> stages, SweepPlan plan) {
        if (!stages.contains("pretrain") && plan.cells().stream().anyMatch(Cell::trains)) {
            throw new ConfigException(
                    root.get("stages").orElse(root).position(),
                    "stages has no pretrain, but encoders has some to train, expected what is to be evaluated: checkpoints, random,"
                            + " random-bn or mfcc");
        }
    }

    private static List<Long> seeds(Node.Mapping root) {
        Optional<Node> given = root.get("seeds");
        if (given.isEmpty()) {
            return List.of(DEFAULT_SEED);
        }
        List<Long> seeds = new ArrayList<>();
        for (String text : texts("seeds", given.get())) {
            if (!text.matches("-?\\d{1,18}")) {
                throw new ConfigException(given.get().position(), "seeds has '" + text + "', expected whole numbers");
            }
            seeds.add(Long.parseLong(text));
        }
        return seeds;
    }

    private static List<Assignment> assignments(Node.Mapping root, String key) {
        Optional<Node> node = root.get(key);
        if (node.isEmpty()) {
            return List.of();
        }
        return mapping(key, node.get()).entries().entrySet().stream()
                .map(entry -> new Assignment(
                        entry.getValue().position() + ": " + key, entry.getKey(), flow(entry.getValue())))
                .toList();
    }

    private static Map<String, List<String>> grid(Node node) {
        Map<String, List<String>> grid = new LinkedHashMap<>();
        mapping("grid", node)
                .entries()
                .forEach((key, values) -> grid.put(
                        key,
                        sequence("grid." + key, values).items().stream()
                                .map(SweepFile::flow)
                                .toList()));
        return grid;
    }

    private static Map<String, Variant> variants(Node.Mapping root) {
        Map<String, Variant> variants = new LinkedHashMap<>();
        Optional<Node> list = root.get("list");
        if (list.isEmpty()) {
            return variants;
        }
        for (Node item : sequence("list", list.get()).items()) {
            Node.Mapping entry = mapping("an entry of list", item);
            Map<String, String> settings = new LinkedHashMap<>();
            entry.entries().forEach((key, value) -> {
                if (!ENTRY_KEYS.contains(key)) {
                    settings.put(key, flow(value));
                }
            });
            String name = entry.get(NAME).map(node -> scalar(NAME, node)).orElseGet(settings::toString);
            Variant variant = new Variant(
                    settings,
                    training(entry),
                    entry.get(ENCODERS).map(node -> texts(ENCODERS, node)).orElse(List.of()));
            if (variants.put(name, variant) != null) {
                throw new ConfigException(item.position(), "'" + name + "' is in the list twice, expected other names");
            }
        }
        return variants;
    }

    private static Map<String, String> training(Node.Mapping entry) {
        Map<String, String> training = new LinkedHashMap<>();
        entry.get(Cell.PRETRAIN)
                .ifPresent(node -> mapping(Cell.PRETRAIN, node).entries().forEach((key, value) -> {
                    if (!OF_DATA.matcher(key).matches()) {
                        throw new ConfigException(
                                value.position(),
                                Cell.PRETRAIN + " has " + key + ", expected keys of dataset or store, such as"
                                        + " dataset.root; others go beside " + Cell.PRETRAIN);
                    }
                    training.put(key, flow(value));
                }));
        return training;
    }

    /**
     * Returns this sweep with other data to pretrain on.
     *
     * @param overrides keys that start with {@code pretrain.}; each counts in the entries of the list that have it
     * @throws ConfigException if no entry has a key
     */
    public SweepFile withTraining(List<Assignment> overrides) {
        Map<String, Variant> variants = new LinkedHashMap<>(plan.variants());
        for (Assignment override : overrides) {
            String key = override.key().substring(TRAINING.length());
            boolean known = false;
            for (Map.Entry<String, Variant> entry : variants.entrySet()) {
                Variant variant = entry.getValue();
                if (variant.training().containsKey(key)) {
                    Map<String, String> training = new LinkedHashMap<>(variant.training());
                    training.put(key, override.value());
                    entry.setValue(new Variant(variant.settings(), training, variant.encoders()));
                    known = true;
                }
            }
            if (!known) {
                throw new ConfigException(
                        override.option() + ": no entry of the sweep's list has " + key + " in its pretrain group");
            }
        }
        return new SweepFile(config, set, evaluate, plan.withVariants(variants));
    }

    private static Node.Mapping mapping(String key, Node node) {
        if (node instanceof Node.Mapping mapping) {
            return mapping;
        }
        throw new ConfigException(node.position(), key + " is " + node.found() + ", expected a group of keys");
    }

    private static Node.Sequence sequence(String key, Node node) {
        if (node instanceof Node.Sequence sequence) {
            return sequence;
        }
        throw new ConfigException(node.position(), key + " is " + node.found() + ", expected a list such as [1, 2]");
    }

    private static List<String> texts(String key, Node node) {
        return sequence(key, node).items().stream()
                .map(item -> scalar(key, item))
                .toList();
    }

    private static String scalar(String key, Node node) {
        if (node instanceof Node.Scalar scalar && !scalar.text().isEmpty()) {
            return scalar.text();
        }
        throw new ConfigException(node.position(), key + " is " + node.found() + ", expected one value");
    }

    /** Returns a value as YAML in one line. */
    private static String flow(Node node) {
        if (node instanceof Node.Mapping mapping) {
            return mapping.entries().entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + flow(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (node instanceof Node.Sequence sequence) {
            return sequence.items().stream().map(SweepFile::flow).collect(Collectors.joining(", ", "[", "]"));
        }
        String text = ((Node.Scalar) node).text();
        boolean plain = PLAIN.matcher(text).matches() && !text.equalsIgnoreCase("null");
        return text.isEmpty() || plain ? text : YamlText.quoted(text);
    }
}
