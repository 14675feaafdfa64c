package io.clmr.core.checkpoint;

import io.clmr.core.model.HostTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A file of weights from elsewhere: what was taken from it, and what was left out and why.
 *
 * @param format of the file
 * @param checkpoint the encoder, and the projection head if there is one, by our names
 * @param firstVersion whether the encoder's blocks have the names of the first published version
 * @param ignored everything in the file that is no part of them
 */
public record ImportedCheckpoint(Format format, Checkpoint checkpoint, boolean firstVersion, List<Ignored> ignored) {

    /** Kinds of files. */
    public enum Format {
        TORCH_ZIP("torch.save, zip"),
        TORCH_LEGACY("torch.save before PyTorch 1.6"),
        SAFETENSORS("safetensors");

        private final String description;

        Format(String description) {
            this.description = description;
        }

        /** Returns the name people know it by. */
        public String description() {
            return description;
        }
    }

    /**
     * Something that was left out.
     *
     * @param name of a tensor, or of an entry beside the state dict
     * @param reason why it was left out, the same words for the same reason
     */
    public record Ignored(String name, String reason) {}

    private static final Pattern FIRST_VERSION = Pattern.compile("encoder\\.(?:(?:module|_orig_mod)\\.)*conv1\\.0\\.");

    /** What stands before the names of a network that a file also holds without it. */
    private static final List<String> COPIES = List.of("model.", "module.", "_orig_mod.", "module.model.");

    private static final Pattern HEAD = Pattern.compile("(?:(?:module|_orig_mod|model)\\.)*\\d{1,2}\\.(?:weight|bias)");

    public ImportedCheckpoint {
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads a file.
     *
     * @param file {@code .safetensors}, the index of several, else one of {@code torch.save}
     * @param prefix before every name that counts, such as {@code net.}; may be empty
     * @throws CheckpointException if there is no encoder in it, or one whose configuration cannot be told
     */
    public static ImportedCheckpoint read(Path file, String prefix) throws IOException {
        if (Checkpoint.isSafetensors(file)) {
            Safetensors.Content content = Checkpoint.content(file);
            refuseHead(file, content.tensors());
            Checkpoint checkpoint = Checkpoint.ours(file, content, prefix);
            return of(Format.SAFETENSORS, content.tensors(), prefix, checkpoint, List.of());
        }
        TorchFile.Content content = TorchFile.readAll(file);
        refuseHead(file, content.tensors());
        Checkpoint checkpoint = Checkpoint.published(file, content.tensors(), prefix);
        return of(content.format(), content.tensors(), prefix, checkpoint, content.besides());
    }

    private static ImportedCheckpoint of(
            Format format, Map<String, HostTensor> found, String prefix, Checkpoint checkpoint, List<String> besides)
            throws CheckpointException {
        Set<String> taken =
                Set.copyOf(WeightNames.taken(checkpoint.file(), found, prefix).values());
        List<Ignored> ignored = new ArrayList<>();
        found.forEach((name, tensor) -> {
            if (!taken.contains(name)) {
                ignored.add(new Ignored(name, reason(name, tensor, found, taken)));
            }
        });
        besides.forEach(name -> ignored.add(new Ignored(name, "beside the weights; not looked into")));
        boolean firstVersion =
                taken.stream().anyMatch(name -> FIRST_VERSION.matcher(name).find());
        return new ImportedCheckpoint(format, checkpoint, firstVersion, ignored);
    }

    private static String reason(String name, HostTensor tensor, Map<String, HostTensor> found, Set<String> taken) {
        for (String copy : COPIES) {
            if (taken.contains(copy + name)) {
                return WeightNames.same(found.get(copy + name), tensor)
                        ? "the same once more as " + copy + "*"
                        : "differs from " + copy + "*, which was taken";
            }
        }
        if (HEAD.matcher(name).matches()) {
            return "a head that turns features into scores, which clmr linear-eval fits anew";
        }
        return name.matches("(.*\\.)?fc\\.(weight|bias)")
                ? "a classification layer, which features do not need"
                : "neither encoder nor projection head";
    }

    /**
     * Returns whether a file holds nothing but a head, which turns features into scores. The published code keeps the heads
     * of its evaluation in files of their own.
     *
     * @param file {@code .safetensors}, else one of {@code torch.save}
     */
    public static boolean isHead(Path file) throws IOException {
        return !headLayers(Checkpoint.namedTensors(file)).isEmpty();
    }

    /** Returns the shapes of a head's weights; none if there is more than a head. */
    private static List<long[]> headLayers(Map<String, HostTensor> found) {
        List<long[]> layers = new ArrayList<>();
        for (Map.Entry<String, HostTensor> entry : found.entrySet()) {
            if (HEAD.matcher(entry.getKey()).matches() && entry.getValue().shape().length == 2) {
                layers.add(entry.getValue().shape());
            }
        }
        boolean encoder = found.keySet().stream().anyMatch(name -> name.contains("encoder.") || name.contains("conv"));
        return encoder ? List.of() : layers;
    }

    private static void refuseHead(Path file, Map<String, HostTensor> found) throws CheckpointException {
        List<long[]> layers = headLayers(found);
        if (layers.isEmpty()) {
            return;
        }
        String kind = layers.size() == 1 ? "a linear head" : "a head of " + layers.size() + " layers";
        throw new CheckpointException(file + ": holds " + kind + " ("
                + String.join(", ", layers.stream().map(Arrays::toString).toList()) + "), which turns features of "
                + layers.get(0)[1] + " numbers into scores, and no encoder, which makes them; expected the encoder's"
                + " file. clmr import takes a head over");
    }
}
