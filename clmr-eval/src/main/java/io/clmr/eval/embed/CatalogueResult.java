package io.clmr.eval.embed;

import java.nio.file.Path;
import java.util.List;

/**
 * What became of a catalogue.
 *
 * @param embedded files embedded by this run
 * @param reused files that an earlier run had finished
 * @param failed files that gave no row, with the reason; they are tried again by the next run
 * @param rows of the whole output
 * @param dim length of a row
 * @param audioSeconds embedded by this run
 * @param seconds wall time of this run
 */
public record CatalogueResult(
        int embedded, int reused, List<Failed> failed, long rows, int dim, double audioSeconds, double seconds) {

    /** A file without rows. */
    public record Failed(Path file, String reason) {}

    public CatalogueResult {
        failed = List.copyOf(failed);
    }
}
