package io.clmr.train.run;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the weights of a checkpoint, whatever network they belong to. */
@FunctionalInterface
public interface WeightsWriter {
    /** Writes a safetensors file with an encoder in it. */
    void write(Path file) throws IOException;
}
