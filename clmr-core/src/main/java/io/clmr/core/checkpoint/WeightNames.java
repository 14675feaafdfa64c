package io.clmr.core.checkpoint;

import io.clmr.base.files.PrintableText;
import io.clmr.core.model.HostTensor;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns the names of published files into ours, which are those of the published network itself.
 *
 * <p>Data parallel training puts {@code module.} and compiling puts {@code _orig_mod.} wherever a part was wrapped, in any
 * order and number. No part of a network is called so, and they are taken off wherever they stand.
 */
final class WeightNames {

    private static final String ENCODER = "encoder.";
    private static final String PROJECTOR = "projector.";
    private static final String BARE_ENCODER = "sequential.";

    /** The trainer's module holds the network under this name, and its encoder once more by itself. */
    private static final String TRAINERS = "model.";

    private static final Pattern WRAPPER = Pattern.compile("(?<![^.])(?:module|_orig_mod)\\.");

    /** The first version numbered its blocks from 1 and named them one by one. */
    private static final Pattern FIRST_VERSION = Pattern.compile("encoder\\.conv(\\d{1,3})\\.(\\d.*)");

    /** Where an encoder of ours seems to begin in a name with something unknown before it. */
    private static final Pattern UNKNOWN_PREFIX =
            Pattern.compile("(.+?\\.)(?:encoder\\.)?(?:sequential\\.\\d|conv\\d{1,3}\\.(?:\\d|layers))\\.?.*");

    private static final String RUNNING_MEAN = ".running_mean";
    private static final String BATCHES = ".num_batches_tracked";
    private static final int NAMES_SHOWN = 4;

    private WeightNames() {}

    /**
     * Returns which tensors of a file are encoder and projection head: our names, each with the file's.
     *
     * @param prefix before every name that counts; may be empty
     * @throws CheckpointException if there is no encoder among them, or two tensors of one name
     */
    static Map<String, String> taken(Path file, Map<String, HostTensor> found, String prefix)
            throws CheckpointException {
        boolean trainers = found.keySet().stream()
                .map(name -> bare(prefix, name).orElse(""))
                .anyMatch(name -> name.startsWith(TRAINERS)
                        && own(name.substring(TRAINERS.length())).isPresent());
        Map<String, String> taken = new LinkedHashMap<>();
        for (String name : found.keySet()) {
            Optional<String> own = bare(prefix, name)
                    .filter(bare -> bare.startsWith(TRAINERS) == trainers)
                    .flatMap(bare -> own(trainers ? bare.substring(TRAINERS.length()) : bare));
            if (own.isPresent()) {
                String before = taken.putIfAbsent(own.get(), name);
                if (before != null && !same(found.get(before), found.get(name))) {
                    throw new CheckpointException(file + ": holds " + own.get() + " twice, as "
                            + PrintableText.name(before) + " and otherwise as " + PrintableText.name(name)
                            + "; choose with clmr import --prefix");
                }
            }
        }
        if (taken.keySet().stream().noneMatch(name -> name.startsWith(ENCODER))) {
            throw new CheckpointException(file + ": holds no encoder" + (prefix.isEmpty() ? "" : " under " + prefix)
                    + "; its tensors are " + shown(found.keySet())
                    + ", expected names like encoder.sequential.0.0.weight" + advice(found.keySet(), prefix));
        }
        return taken;
    }

    static boolean same(@Nullable HostTensor one, @Nullable HostTensor other) {
        return one != null
                && other != null
                && one.type() == other.type()
                && one.data().equals(other.data());
    }

    /** Returns the first names of many, as a message may hold them. */
    static String shown(Collection<String> names) {
        return names.stream()
                .limit(NAMES_SHOWN)
                .map(PrintableText::name)
                .collect(Collectors.joining(", ", "[", names.size() > NAMES_SHOWN ? "] and more" : "]"));
    }

    private static String advice(Collection<String> names, String prefix) {
        return names.stream()
                .filter(name -> prefix.isEmpty() && name.length() <= PrintableText.NAME_LENGTH)
                .map(UNKNOWN_PREFIX::matcher)
                .filter(Matcher::matches)
                .map(matcher -> "; clmr import --prefix " + PrintableText.name(matcher.group(1)) + " takes that off")
                .findFirst()
                .orElse("");
    }

    /** Takes off what was asked for, and what wrapping put in. */
    private static Optional<String> bare(String prefix, String name) {
        return name.startsWith(prefix)
                ? Optional.of(WRAPPER.matcher(name.substring(prefix.length())).replaceAll(""))
                : Optional.empty();
    }

    private static Optional<String> own(String bare) {
        String own = firstVersion(bare.startsWith(BARE_ENCODER) ? ENCODER + bare : bare);
        boolean ofEncoder = own.startsWith(ENCODER) && !own.startsWith("encoder.fc.");
        return ofEncoder || own.startsWith(PROJECTOR) ? Optional.of(own) : Optional.empty();
    }

    private static String firstVersion(String name) {
        Matcher matcher = FIRST_VERSION.matcher(name);
        return matcher.matches()
                ? "encoder.sequential." + (Integer.parseInt(matcher.group(1)) - 1) + "." + matcher.group(2)
                : name;
    }

    /**
     * Keeps encoder and projection head, by our names, with a counter of batches for norms that have none: files older than
     * PyTorch 0.4.1 lack it, and nothing is computed from it.
     */
    static Map<String, HostTensor> ours(Path file, Map<String, HostTensor> found, String prefix)
            throws CheckpointException {
        Map<String, HostTensor> weights = new LinkedHashMap<>();
        Map<String, String> taken = taken(file, found, prefix);
        taken.forEach((own, name) -> {
            weights.put(own, Objects.requireNonNull(found.get(name)));
            String counter = own.replace(RUNNING_MEAN, BATCHES);
            if (own.endsWith(RUNNING_MEAN) && !taken.containsKey(counter)) {
                weights.put(counter, HostTensor.of(new long[] {0}));
            }
        });
        return Collections.unmodifiableMap(weights);
    }
}
