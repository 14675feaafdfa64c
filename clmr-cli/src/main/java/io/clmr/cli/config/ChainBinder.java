package io.clmr.cli.config;

import io.clmr.augment.TransformConfig;
import io.clmr.augment.TransformProvider;
import io.clmr.augment.TransformRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Binds the list of transforms, each an entry such as {@code - gain: {p: 0.3}}. */
final class ChainBinder {

    private static final String EXAMPLE = "an entry such as '- polarity: {p: 0.8}'";

    private ChainBinder() {}

    static List<TransformConfig> bind(Node node) {
        if (!(node instanceof Node.Sequence list)) {
            throw new ConfigException(
                    node.position(),
                    "augment is " + node.found() + ", expected a list of transforms; [] for crops alone");
        }
        List<TransformConfig> chain = new ArrayList<>();
        for (Node item : list.items()) {
            if (!(item instanceof Node.Mapping entry) || entry.entries().size() != 1) {
                throw new ConfigException(item.position(), "a transform is " + item.found() + ", expected " + EXAMPLE);
            }
            entry.entries().forEach((name, settings) -> chain.add(transform(name, settings)));
        }
        return chain;
    }

    private static TransformConfig transform(String name, Node settings) {
        List<TransformProvider> providers = TransformRegistry.load().providers();
        TransformProvider provider = providers.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> KnownKeys.unknown(
                        settings.position(),
                        ConfigSections.AUGMENT,
                        name,
                        providers.stream().map(TransformProvider::name).toList()));
        if (settings instanceof Node.Mapping mapping) {
            return bind(name, mapping, provider.defaults());
        }
        if (settings instanceof Node.Scalar scalar && scalar.text().isEmpty()) {
            return provider.defaults();
        }
        throw new ConfigException(
                settings.position(), "augment." + name + " is " + settings.found() + ", expected " + EXAMPLE);
    }

    private static TransformConfig bind(String name, Node.Mapping settings, TransformConfig defaults) {
        Record bound = RecordBinder.bind(
                ConfigSections.AUGMENT + "." + name, settings, ConfigSections.transformRecord(defaults));
        if (bound instanceof TransformConfig transform) {
            return transform;
        }
        throw new IllegalStateException(bound.getClass() + " is no transform");
    }

    /** Changes one value of the transform that a key such as {@code augment.gain.p} names. */
    static List<TransformConfig> assign(List<TransformConfig> chain, Assignment assignment) {
        String[] parts = assignment.key().split("\\.", -1);
        Position position = Position.option(assignment.option());
        List<String> names = chain.stream().map(TransformConfig::name).toList();
        if (parts.length != 3) {
            throw new ConfigException(
                    position, assignment.key() + " is not a key, expected one such as augment.gain.p");
        }
        List<Integer> places = IntStream.range(0, names.size())
                .filter(index -> names.get(index).equals(parts[1]))
                .boxed()
                .toList();
        if (places.size() != 1) {
            throw new ConfigException(
                    position,
                    "the chain has " + places.size() + " transforms named " + parts[1]
                            + ", expected one to change; "
                            + NearestName.of(parts[1], names)
                                    .filter(near -> !names.contains(parts[1]))
                                    .map(near -> "did you mean " + near + "? ")
                                    .orElse("")
                            + "It consists of " + names);
        }
        Node.Mapping settings = new Node.Mapping(
                position, Map.of(parts[2], YamlReader.readValue(assignment.option(), assignment.value())));
        List<TransformConfig> changed = new ArrayList<>(chain);
        int place = places.get(0);
        changed.set(place, bind(parts[1], settings, chain.get(place)));
        return changed;
    }
}
