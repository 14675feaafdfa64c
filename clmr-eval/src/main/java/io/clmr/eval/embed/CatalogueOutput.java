package io.clmr.eval.embed;

import io.clmr.base.files.HeldLock;
import io.clmr.eval.features.FeatureExtractor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The output of a catalogue: a store that grows, and at the end, for other formats than {@code .npy}, the file made
 * of it.
 *
 * <p>A {@code .parquet} or {@code .csv} file appears under its name when it is whole. Until then its rows are in
 * {@code NAME.part.npy} and {@code NAME.part.index.csv}.
 */
final class CatalogueOutput implements Closeable {
    private final HeldLock lock;
    private final Path output;
    private final OutputFormat format;
    private final Journal journal;
    private final Path matrixFile;
    private final Path indexFile;
    private Optional<EmbeddingStore> store = Optional.empty(); // none once the output is complete

    private CatalogueOutput(
            HeldLock lock, Path output, OutputFormat format, Journal journal, Path matrixFile, Path indexFile) {
        this.lock = lock;
        this.output = output;
        this.format = format;
        this.journal = journal;
        this.matrixFile = matrixFile;
        this.indexFile = indexFile;
    }

    static CatalogueOutput open(Path output, Embedder embedder, Optional<EncoderSource> source, long commitNanos)
            throws IOException {
        OutputFormat format = OutputFormat.of(output);
        Files.createDirectories(output.toAbsolutePath().getParent());
        HeldLock lock = HeldLock.take(
                Path.of(output + ".lock"),
                holder -> new EmbedException(
                        output + ": is being written by " + holder + "; wait until it ends or name another file"));
        try {
            return open(lock, output, format, embedder, source, commitNanos);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static CatalogueOutput open(
            HeldLock lock,
            Path output,
            OutputFormat format,
            Embedder embedder,
            Optional<EncoderSource> source,
            long commitNanos)
            throws IOException {
        boolean npy = format == OutputFormat.NPY;
        Path matrixFile = npy ? output : Path.of(output + ".part.npy");
        Path indexFile = Path.of(npy ? format.stem(output) + ".index.csv" : output + ".part.index.csv");
        Path journalFile = Path.of(output + ".journal");
        if (Files.exists(output) && !Files.exists(journalFile)) {
            throw new EmbedException(
                    output + ": is there already and cannot be continued; delete it or name another file");
        }
        boolean keep = Files.exists(output) || Files.exists(matrixFile);
        Journal journal = Journal.open(journalFile, settings(embedder), source, keep);
        try {
            CatalogueOutput opened = new CatalogueOutput(lock, output, format, journal, matrixFile, indexFile);
            if (!journal.isComplete() || !Files.exists(output)) {
                opened.store =
                        Optional.of(EmbeddingStore.open(journal, matrixFile, indexFile, embedder.dim(), commitNanos));
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** What the rows depend on besides the files. */
    private static Map<String, String> settings(Embedder embedder) {
        FeatureExtractor extractor = embedder.extractor();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("encoder", extractor.fingerprint());
        settings.put("sample_rate_hz", Integer.toString(extractor.config().sampleRateHz()));
        settings.put("window_samples", Integer.toString(extractor.windowSamples()));
        settings.put("hop_samples", Integer.toString(embedder.times().hopSamples()));
        settings.put("short", embedder.config().shortFiles().name());
        settings.put("pool", embedder.config().pool().name());
        settings.putAll(embedder.config().selection().settings());
        return settings;
    }

    /**
     * Returns the files that are not done yet.
     *
     * @throws EmbedException if there are some, but the output is complete and cannot grow
     */
    List<Path> remaining(List<Path> files) throws EmbedException {
        List<Path> left = files.stream()
                .filter(file -> !journal.finished().contains(file.toString()))
                .toList();
        if (store.isEmpty() && !left.isEmpty()) {
            throw new EmbedException(output + ": is complete without " + left.size() + " of the " + files.size()
                    + " files, such as " + left.get(0) + "; name another file, or delete it to start over");
        }
        return left;
    }

    Path errorsFile() {
        return Path.of(format.stem(output) + ".errors.csv");
    }

    long rows() {
        return store.map(EmbeddingStore::rows).orElse(journal.position().rows());
    }

    void add(Path file, Embedding embedding) throws IOException {
        store.orElseThrow().add(file.toString(), embedding);
    }

    /** Makes everything durable, and the output whole. */
    void finish() throws IOException {
        if (store.isEmpty()) {
            return;
        }
        store.get().commit();
        if (format != OutputFormat.NPY) {
            EmbeddingTable.write(matrixFile, indexFile, output, format);
            journal.complete();
            store.get().close();
            store = Optional.empty();
            Files.delete(matrixFile);
            Files.delete(indexFile);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (store.isPresent()) {
                store.get().close();
            }
        } finally {
            try {
                journal.close();
            } finally {
                lock.close();
            }
        }
    }
}
