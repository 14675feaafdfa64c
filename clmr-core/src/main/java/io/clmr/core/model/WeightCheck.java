package io.clmr.core.model;

import io.clmr.base.files.PrintableText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the weights of a file with what a network needs, and says how to make them fit. */
final class WeightCheck {

    private static final int SHOWN = 3;

    private WeightCheck() {}

    /**
     * Returns what does not fit and what to do, or nothing if all of it fits.
     *
     * @param targets the shapes that are needed, by name
     * @param config of the network that needs them
     */
    static Optional<String> mismatch(Map<String, long[]> targets, Map<String, HostTensor> weights, ModelConfig config) {
        return mismatch(targets, weights).map(found -> found + advice(weights, config));
    }

    /** As the other, without what to do. */
    static Optional<String> mismatch(Map<String, long[]> targets, Map<String, HostTensor> weights) {
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        targets.forEach((name, expected) -> {
            HostTensor found = weights.get(name);
            if (found == null) {
                missing.add(name);
            } else if (!Arrays.equals(found.shape(), expected)) {
                misshapen.add(
                        name + " is " + Arrays.toString(found.shape()) + ", expected " + Arrays.toString(expected));
            }
        });
        List<String> unexpected = weights.keySet().stream()
                .filter(name -> !targets.containsKey(name))
                .map(PrintableText::name)
                .toList();
        if (missing.isEmpty() && misshapen.isEmpty() && unexpected.isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        add(parts, "missing ", missing);
        add(parts, "unexpected ", unexpected);
        add(parts, "", misshapen);
        return Optional.of(String.join("; ", parts));
    }

    private static void add(List<String> parts, String what, List<String> names) {
        if (!names.isEmpty()) {
            String rest = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
            parts.add(what + String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))) + rest);
        }
    }

    /** The commonest cause is another width, which the channel counts show. */
    private static String advice(Map<String, HostTensor> weights, ModelConfig config) {
        Optional<Double> width = ShapeInference.width(weights);
        if (width.isPresent() && width.get() != config.width()) {
            return ": saved with model.width " + width.get() + ", config says " + config.width()
                    + "; use --set model.width=" + width.get();
        }
        return "";
    }
}
