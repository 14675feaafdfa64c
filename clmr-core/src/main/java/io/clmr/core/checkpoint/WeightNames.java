package io.clmr.core.checkpoint;

import io.clmr.core.model.HostTensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the names of published files into ours, which are those of the published network itself.
 *
 * <p>Differs from the published code, which looks for names anywhere in a key: only leading names are taken off.
 */
final class WeightNames {

    private static final String ENCODER = "encoder.";
    private static final String PROJECTOR = "projector.";

    /** The first version numbered its blocks from 1 and named them one by one. */
    private static final Pattern FIRST_VERSION = Pattern.compile("encoder\\.conv(\\d{1,3})\\.(\\d.*)");

    private static final String RUNNING_MEAN = ".running_mean";
    private static final String BATCHES = ".num_batches_tracked";

    private WeightNames() {}

    /**
     * Keeps encoder and projection head, by our names.
     *
     * @param found by the names of the file
     * @throws CheckpointException if there is no encoder among them
     */
    static Map<String, HostTensor> ours(Path file, Map<String, HostTensor> found) throws CheckpointException {
        String prefix = prefix(found);
        Map<String, HostTensor> ours = new LinkedHashMap<>();
        found.forEach((name, tensor) -> own(prefix, name).ifPresent(own -> ours.put(own, tensor)));
        if (ours.keySet().stream().noneMatch(name -> name.startsWith(ENCODER))) {
            throw new CheckpointException(file + ": holds no encoder; its tensors are "
                    + found.keySet().stream().limit(4).toList() + (found.size() > 4 ? " and more" : "")
                    + ", expected names like encoder.sequential.0.0.weight");
        }
        return Collections.unmodifiableMap(ours);
    }

    /** Returns the names of the file whose tensors {@link #ours} keeps. */
    static List<String> taken(Map<String, HostTensor> found) {
        String prefix = prefix(found);
        return found.keySet().stream()
                .filter(name -> own(prefix, name).isPresent())
                .toList();
    }

    private static Optional<String> own(String prefix, String name) {
        if (!name.startsWith(prefix)) {
            return Optional.empty();
        }
        String own = firstVersion(bareEncoder(name.substring(prefix.length())));
        boolean ofEncoder = own.startsWith(ENCODER) && !own.startsWith("encoder.fc.");
        return ofEncoder || own.startsWith(PROJECTOR) ? Optional.of(own) : Optional.empty();
    }

    /**
     * As {@link #ours}, with a counter of batches for norms that have none: files older than PyTorch 0.4.1 lack it, and
     * nothing is computed from it.
     */
    static Map<String, HostTensor> published(Path file, Map<String, HostTensor> found) throws CheckpointException {
        Map<String, HostTensor> weights = new LinkedHashMap<>();
        Map<String, HostTensor> named = ours(file, found);
        named.forEach((name, tensor) -> {
            weights.put(name, tensor);
            String counter = name.replace(RUNNING_MEAN, BATCHES);
            if (name.endsWith(RUNNING_MEAN) && !named.containsKey(counter)) {
                weights.put(counter, HostTensor.of(new long[] {0}));
            }
        });
        return Collections.unmodifiableMap(weights);
    }

    /** The trainer's module holds the network as {@code model}, and its encoder once more by itself. */
    private static String prefix(Map<String, HostTensor> found) {
        for (String prefix : new String[] {"model.", "module.", "module.model.", "model.module."}) {
            if (found.keySet().stream().anyMatch(name -> name.startsWith(prefix + ENCODER))) {
                return prefix;
            }
        }
        return "";
    }

    /** The state dict of an encoder alone lacks the leading name. */
    private static String bareEncoder(String name) {
        return name.startsWith("sequential.") ? ENCODER + name : name;
    }

    private static String firstVersion(String name) {
        Matcher matcher = FIRST_VERSION.matcher(name);
        return matcher.matches()
                ? "encoder.sequential." + (Integer.parseInt(matcher.group(1)) - 1) + "." + matcher.group(2)
                : name;
    }
}
