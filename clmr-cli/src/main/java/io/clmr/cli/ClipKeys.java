package io.clmr.cli;

import io.clmr.cli.config.ClmrConfig;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.MusicDataset;
import java.io.IOException;
import java.nio.file.Path;

/** Finds out under which key training knows a file. */
final class ClipKeys {

    private ClipKeys() {}

    /** Returns the key of the file in the configured dataset, or its name if it is not in there. */
    static String of(Path file, ClmrConfig config) throws IOException {
        if (config.datasetRootGiven()) {
            Path wanted = file.toAbsolutePath().normalize();
            for (Clip clip : MusicDataset.load(config.dataset()).clips()) {
                if (clip.path().toAbsolutePath().normalize().equals(wanted)) {
                    return clip.key();
                }
            }
        }
        return String.valueOf(file.getFileName());
    }
}
