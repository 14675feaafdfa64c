package io.clmr.eval.embed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of one output. No two outputs share one, except that the index and the errors of an {@code X.npy} go by its
 * stem.
 *
 * @param output what the user named
 * @param matrix the rows while they are collected: the output itself if it is {@code .npy}
 * @param index what each row of the matrix is
 * @param journal what is done
 * @param errors files without rows
 * @param lock keeps a second writer out
 */
record OutputFiles(Path output, OutputFormat format, Path matrix, Path index, Path journal, Path errors, Path lock) {

    static OutputFiles of(Path output) throws EmbedException {
        OutputFormat format = OutputFormat.of(output);
        boolean npy = format == OutputFormat.NPY;
        return new OutputFiles(
                output,
                format,
                npy ? output : Path.of(output + ".part.npy"),
                Path.of(npy ? format.stem(output) + ".index.csv" : output + ".part.index.csv"),
                Path.of(output + ".journal"),
                Path.of((npy ? format.stem(output) : output) + ".errors.csv"),
                Path.of(output + ".lock"));
    }

    private List<Path> written() {
        return List.of(output, matrix, index, errors, journal);
    }

    /** Whether rows are there that a journal may tell of. */
    boolean hasRows() {
        return Files.exists(output) || Files.exists(matrix);
    }

    /** Refuses links, through which a file elsewhere would be written. */
    void refuseLinks() throws EmbedException {
        for (Path file : written()) {
            if (Files.isSymbolicLink(file)) {
                throw new EmbedException(file
                        + ": is a symbolic link, expected a file of this output or nothing; name the place itself");
            }
        }
    }

    /** Refuses whatever is there without a journal that says it was written by this program. */
    void refuseForeign() throws EmbedException {
        for (Path file : written()) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new EmbedException(file + ": is there already and cannot be continued, since no journal of "
                        + output + " tells of it; move it, name another file, or overwrite it with --force");
            }
        }
    }

    /** Deletes everything but the lock. */
    void delete() throws IOException {
        for (Path file : written()) { // the journal last: without it the rest would be somebody else's
            Files.deleteIfExists(file);
        }
    }
}
