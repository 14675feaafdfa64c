package io.clmr.eval.embed;

import io.clmr.base.files.FileState;
import io.clmr.data.npy.NpyAppender;
import io.clmr.eval.embed.JournalContent.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A matrix of rows, an index that says what each row is, and the journal that lets both go on after a kill.
 *
 * <p>A commit writes the matrix, then the index, then the journal, each to the disk before the next. What the journal
 * does not tell is cut off when the store is opened again.
 */
final class EmbeddingStore implements Closeable {
    private static final List<String> INDEX_HEAD = List.of("row", "path", "start_s", "end_s");

    private final Journal journal;
    private final long commitNanos;
    private final NpyAppender matrix;
    private final FileChannel index;
    private final StringBuilder indexLines = new StringBuilder();
    private final List<Entry> uncommitted = new ArrayList<>();
    private long indexBytes;
    private long lastCommit = System.nanoTime();

    private EmbeddingStore(Journal journal, NpyAppender matrix, FileChannel index, long indexBytes, long commitNanos) {
        this.journal = journal;
        this.commitNanos = commitNanos;
        this.matrix = matrix;
        this.index = index;
        this.indexBytes = indexBytes;
    }

    /**
     * Goes on with a store, or begins one where the journal tells of no file.
     *
     * @param commitNanos how much work a kill may cost: a commit follows the first file after this time
     */
    static EmbeddingStore open(Journal journal, Path matrixFile, Path indexFile, int dim, long commitNanos)
            throws IOException {
        boolean begin = journal.indexBytes() == 0;
        NpyAppender matrix =
                begin ? NpyAppender.create(matrixFile, dim) : NpyAppender.reopen(matrixFile, dim, journal.rows());
        try {
            FileChannel index = FileChannel.open(
                    indexFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            if (index.size() < journal.indexBytes()) {
                index.close();
                throw new EmbedException(indexFile + ": has " + Files.size(indexFile) + " bytes, expected at least "
                        + journal.indexBytes() + "; delete it, the matrix and the journal to start over");
            }
            index.truncate(journal.indexBytes()).position(journal.indexBytes());
            EmbeddingStore store = new EmbeddingStore(journal, matrix, index, journal.indexBytes(), commitNanos);
            if (begin) {
                store.addLine(INDEX_HEAD);
                store.writeIndex();
            }
            return store;
        } catch (IOException | RuntimeException e) {
            matrix.close();
            throw e;
        }
    }

    long rows() {
        return matrix.rows();
    }

    /**
     * Adds the rows of a file.
     *
     * @param path what the index calls it
     * @param file as it was before it was read; empty if that is not known
     */
    void add(String path, Optional<FileState> file, Embedding embedding) throws IOException {
        long row = matrix.rows();
        matrix.append(embedding.rows());
        for (int n = 0; n < embedding.rows().length; n++) {
            addLine(List.of(
                    Long.toString(row + n),
                    path,
                    seconds(embedding.startSeconds()[n]),
                    seconds(embedding.endSeconds()[n])));
        }
        uncommitted.add(new Entry(path, matrix.rows(), indexBytes, file));
        if (System.nanoTime() - lastCommit > commitNanos) {
            commit();
        }
    }

    void commit() throws IOException {
        matrix.commit();
        writeIndex();
        journal.finish(uncommitted);
        uncommitted.clear();
        lastCommit = System.nanoTime();
    }

    static String seconds(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    private void addLine(List<String> fields) {
        String line = Csv.line(fields);
        indexLines.append(line);
        indexBytes += line.getBytes(StandardCharsets.UTF_8).length;
    }

    private void writeIndex() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(indexLines.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            index.write(bytes);
        }
        index.force(false);
        indexLines.setLength(0);
    }

    /** Commits what was added; the journal stays open. */
    @Override
    public void close() throws IOException {
        try {
            commit();
        } finally {
            try {
                matrix.close();
            } finally {
                index.close();
            }
        }
    }
}
