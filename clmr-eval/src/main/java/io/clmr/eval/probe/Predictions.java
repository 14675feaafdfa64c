package io.clmr.eval.probe;

import io.clmr.data.npy.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The scores behind the metrics.
 *
 * @param clips keys of the test clips
 * @param tags names of the tags
 * @param scores [clips][tags]; of several repeats the means
 * @param labels [clips][tags]
 */
@SuppressWarnings("ArrayRecordComponent") // large matrices that are handed over, not compared
public record Predictions(List<String> clips, List<String> tags, float[][] scores, boolean[][] labels) {
    public Predictions {
        clips = List.copyOf(clips);
        tags = List.copyOf(tags);
    }

    /** Writes {@code scores.npy}, {@code labels.npy}, {@code tracks.txt} and {@code tags.txt} into a folder. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        NpyFile.write(folder.resolve("scores.npy"), scores);
        NpyFile.write(folder.resolve("labels.npy"), labels);
        Files.write(folder.resolve("tracks.txt"), clips);
        Files.write(folder.resolve("tags.txt"), tags);
    }
}
