package io.clmr.eval.embed;

import io.clmr.base.files.HeldLock;
import io.clmr.eval.embed.FileNames.Named;
import io.clmr.eval.embed.JournalContent.Entry;
import io.clmr.eval.features.FeatureExtractor;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The output of a catalogue: a store that grows, and at the end, for other formats than {@code .npy}, the file made
 * of it.
 *
 * <p>A {@code .parquet} or {@code .csv} file appears under its name when it is whole. Until then its rows are in
 * {@code NAME.part.npy} and {@code NAME.part.index.csv}. If a finished one is to grow, its rows go back there first.
 */
final class CatalogueOutput implements Closeable {

    /**
     * What an output depends on.
     *
     * @param settings what the rows depend on besides the files
     * @param dim length of a row
     */
    record Rows(Map<String, String> settings, int dim) {
        static Rows of(Embedder embedder) {
            FeatureExtractor extractor = embedder.extractor();
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("encoder", extractor.fingerprint());
            settings.put("sample_rate_hz", Integer.toString(extractor.config().sampleRateHz()));
            settings.put("window_samples", Integer.toString(extractor.windowSamples()));
            settings.put("hop_samples", Integer.toString(embedder.times().hopSamples()));
            settings.put("short", embedder.config().shortFiles().name());
            settings.put("pool", embedder.config().pool().name());
            settings.putAll(embedder.config().selection().settings());
            return new Rows(settings, embedder.dim());
        }
    }

    /** What is open while rows can be added. */
    private record Open(Journal journal, EmbeddingStore store) {
        static Open goOn(OutputFiles files, Journal journal, int dim, long commitNanos) throws IOException {
            try {
                return new Open(journal, EmbeddingStore.open(journal, files.matrix(), files.index(), dim, commitNanos));
            } catch (IOException | RuntimeException e) {
                journal.close();
                throw e;
            }
        }

        void close() throws IOException {
            try {
                store.close();
            } finally {
                journal.close();
            }
        }
    }

    private final HeldLock lock;
    private final OutputFiles files;
    private final Growth growth;
    private final String head;
    private final int dim;
    private final long commitNanos;
    private Optional<Open> open = Optional.empty(); // not open while the output is complete
    private long rows;

    private CatalogueOutput(HeldLock lock, OutputFiles files, Growth growth, String head, int dim, long commitNanos) {
        this.lock = lock;
        this.files = files;
        this.growth = growth;
        this.head = head;
        this.dim = dim;
        this.commitNanos = commitNanos;
    }

    /**
     * Opens an output, or begins one; rows of files that changed are dropped.
     *
     * @param inputs what it is to hold
     * @throws EmbedException if it was begun with other settings, is being written, or is somebody else's
     */
    static CatalogueOutput open(Path output, List<Path> inputs, Rows rows, CatalogueOptions options, long commitNanos)
            throws IOException {
        OutputFiles files = OutputFiles.of(output);
        Files.createDirectories(output.toAbsolutePath().getParent());
        HeldLock lock = HeldLock.take(
                files.lock(),
                holder -> new EmbedException(
                        output + ": is being written by " + holder + "; wait until it ends or name another file"));
        try {
            return open(lock, files, inputs, rows, options, commitNanos);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static CatalogueOutput open(
            HeldLock lock, OutputFiles files, List<Path> inputs, Rows rows, CatalogueOptions options, long commitNanos)
            throws IOException {
        if (options.startOver()) {
            files.delete();
        }
        Optional<JournalContent> before = before(files, rows);
        FileNames names = FileNames.below(base(files, before, options));
        Growth growth = Growth.of(files, before, inputs, names, options.prune());
        Optional<EncoderSource> source = before.isPresent() ? before.get().source() : options.source();
        String head = JournalContent.head(rows.settings(), source, names.base());
        CatalogueOutput output = new CatalogueOutput(lock, files, growth, head, rows.dim(), commitNanos);
        if (before.isPresent()) {
            output.goOn(before.get());
        } else {
            output.open = Optional.of(Open.goOn(files, Journal.begin(files.journal(), head), rows.dim(), commitNanos));
        }
        return output;
    }

    /** Returns what there is of the output, after ending what a killed process began. */
    private static Optional<JournalContent> before(OutputFiles files, Rows rows) throws IOException {
        files.refuseLinks();
        Optional<JournalContent> found = JournalContent.read(files.journal());
        if (found.isEmpty()) {
            files.refuseForeign();
        } else if (found.get().replacement().isPresent()) {
            Rebuild.finish(files, found.get().replacement().get());
            found = JournalContent.read(files.journal());
        }
        Optional<JournalContent> before = found.filter(content -> files.hasRows());
        if (before.isPresent() && !before.get().settings().equals(rows.settings())) {
            throw new EmbedException(files.journal() + ": the output was begun with "
                    + text(before.get().settings()) + ", now it is " + text(rows.settings())
                    + "; use the same settings, name another file, or start over with --force");
        }
        return before;
    }

    private static String text(Map<String, String> settings) throws IOException {
        return JournalContent.head(settings, Optional.empty(), Optional.empty()).strip();
    }

    private static Optional<Path> base(OutputFiles files, Optional<JournalContent> before, CatalogueOptions options)
            throws EmbedException {
        Optional<Path> was = before.flatMap(JournalContent::base);
        if (options.base().isEmpty()) {
            if (was.isPresent() && !Files.isDirectory(was.get())) {
                throw new EmbedException(files.output() + ": names paths below " + was.get()
                        + ", which is not there; say by --base where that folder is now");
            }
            return was;
        }
        if (was.isEmpty() && before.isPresent() && !before.get().entries().isEmpty()) {
            throw new EmbedException(files.output() + ": was begun without --base, so its paths are absolute;"
                    + " leave it out, name another file, or start over with --force");
        }
        return options.base();
    }

    private void goOn(JournalContent before) throws IOException {
        boolean table = files.format() != OutputFormat.NPY && before.complete() && Files.exists(files.output());
        JournalContent known = before.with(growth.entries(), table);
        rows = known.rows();
        if (!growth.dropped().isEmpty()) {
            rebuild(known, growth.dropped());
            return;
        }
        Journal journal = Journal.goOn(files.journal(), known);
        if (!table) {
            open = Optional.of(Open.goOn(files, journal, dim, commitNanos));
        }
        journal.append(growth.notes());
        if (table) {
            journal.close();
            deleteParts(); // a kill may have left them
        }
    }

    /** Makes the output anew without some of its files, and opens it for more. */
    private void rebuild(JournalContent known, Set<Entry> without) throws IOException {
        Rebuild.run(files, known, head, without, dim);
        JournalContent now = JournalContent.read(files.journal()).orElseThrow();
        open = Optional.of(Open.goOn(files, Journal.goOn(files.journal(), now), dim, commitNanos));
    }

    /** Returns the files that are not done yet. */
    List<Named> left() {
        return growth.left();
    }

    /** Returns how many files were done by earlier runs. */
    int reused() {
        return growth.reused();
    }

    int changed() {
        return growth.changed();
    }

    int pruned() {
        return growth.pruned();
    }

    /** Returns the file that lists files without rows. */
    Path errors() {
        return files.errors();
    }

    BufferedWriter openErrors() throws IOException {
        FileChannel channel = FileChannel.open(
                files.errors(),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        return new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
    }

    long rows() {
        return open.map(now -> now.store().rows()).orElse(rows);
    }

    void add(Named file, Embedding embedding) throws IOException {
        if (open.isEmpty()) { // only now, so that a table whose failed files fail again stays as it is
            rebuild(JournalContent.read(files.journal()).orElseThrow(), Set.of());
        }
        open.orElseThrow().store().add(file.shown(), file.state(), embedding);
    }

    /** Makes everything durable, and the output whole. */
    void finish() throws IOException {
        if (open.isEmpty()) {
            return;
        }
        Open now = open.get();
        now.store().commit();
        if (files.format() != OutputFormat.NPY) {
            EmbeddingTable.write(files.matrix(), files.index(), files.output(), files.format());
            now.journal().complete();
            rows = now.store().rows();
            open = Optional.empty();
            now.close();
            deleteParts();
        }
    }

    private void deleteParts() throws IOException {
        Files.deleteIfExists(files.matrix());
        Files.deleteIfExists(files.index());
    }

    @Override
    public void close() throws IOException {
        try {
            if (open.isPresent()) {
                open.get().close();
            }
        } finally {
            lock.close();
        }
    }
}
