package io.clmr.core.checkpoint;

import io.clmr.core.model.HostTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The safetensors format: a JSON header with names, types, shapes and offsets, then the numbers. */
public final class Safetensors {

    /**
     * What a file holds.
     *
     * @param tensors by name, in the file's order
     * @param metadata the header's {@code __metadata__}; empty if there is none
     */
    public record Content(Map<String, HostTensor> tensors, Map<String, String> metadata) {}

    private Safetensors() {}

    /**
     * Reads a whole file.
     *
     * @throws CheckpointException if it is not a whole safetensors file
     */
    public static Content read(Path file) throws IOException {
        throw pending();
    }

    /**
     * Writes a file beside its place, flushes it to the disk and moves it there in one step.
     *
     * @param tensors by name; written in this order
     * @param metadata for the header; may be empty
     */
    public static void write(Path file, Map<String, HostTensor> tensors, Map<String, String> metadata)
            throws IOException {
        throw pending();
    }

    private static UnsupportedOperationException pending() {
        return new UnsupportedOperationException("not here yet");
    }
}
