package io.clmr.eval.embed;

import java.nio.file.Path;
import java.util.List;

/**
 * What became of a catalogue.
 *
 * @param embedded files embedded by this run
 * @param reused files that an earlier run had finished
 * @param changed files whose rows of an earlier run were dropped, since the files are not as they were
 * @param pruned files whose rows were dropped, since the files are gone
 * @param failed files that gave no row, with the reason; they are tried again by the next run
 * @param silent files embedded by this run that hold no sound, with the reason; their rows say nothing of music
 * @param errors the file that lists them, if there are any
 * @param rows of the whole output
 * @param dim length of a row
 * @param audioSeconds embedded by this run
 * @param seconds wall time of this run
 */
public record CatalogueResult(
        int embedded,
        int reused,
        int changed,
        int pruned,
        List<Failed> failed,
        List<Failed> silent,
        Path errors,
        long rows,
        int dim,
        double audioSeconds,
        double seconds) {

    /** A file without rows, or without a sound, and why. */
    public record Failed(Path file, String reason) {}

    public CatalogueResult {
        failed = List.copyOf(failed);
        silent = List.copyOf(silent);
    }
}
