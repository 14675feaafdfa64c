package io.clmr.eval.embed;

import io.clmr.base.files.PathText;
import io.clmr.data.audio.DecodeNote;
import io.clmr.eval.embed.CatalogueResult.Failed;
import io.clmr.eval.embed.FileNames.Named;
import io.clmr.eval.features.NotFiniteException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Embeds many files into one output.
 *
 * <p>Files are decoded ahead of the encoder, their windows share its batches, and memory does not grow with their
 * number or length. A file that cannot be read is listed in {@code X.errors.csv} and never ends the run. A run that
 * was killed goes on where it was when it is started again with the same settings.
 */
public final class Catalogue {
    private static final long COMMIT_NANOS = 2_000_000_000L;

    private final Embedder embedder;
    private final CatalogueOptions options;
    private final CatalogueListener listener;
    private final long commitNanos;

    /** @param embedder is not closed by this */
    public Catalogue(Embedder embedder, CatalogueOptions options, CatalogueListener listener) {
        this(embedder, options, listener, COMMIT_NANOS);
    }

    Catalogue(Embedder embedder, CatalogueOptions options, CatalogueListener listener, long commitNanos) {
        this.embedder = embedder;
        this.options = options;
        this.listener = listener;
        this.commitNanos = commitNanos;
    }

    /**
     * Embeds files that are not in the output yet, or are no longer as they were when they were embedded.
     *
     * @param files of all shards; see {@link AudioInputs#find}
     * @param output {@code .npy} (with {@code .index.csv} beside it), {@code .csv} or {@code .parquet}
     * @throws EmbedException if the output was begun with other settings, is in use, or was not written by this program
     */
    @SuppressWarnings("try") // the note is held, not used
    public CatalogueResult embed(List<Path> files, Path output) throws IOException {
        long start = System.nanoTime();
        List<Path> mine = options.shard().of(files);
        try (CatalogueOutput out =
                        CatalogueOutput.open(output, mine, CatalogueOutput.Rows.of(embedder), options, commitNanos);
                DecodeNote note = DecodeNote.open(output, options.retryCrashed())) {
            Run run = new Run(out);
            run.embed();
            out.finish();
            return new CatalogueResult(
                    run.embedded,
                    out.reused(),
                    out.changed(),
                    out.pruned(),
                    run.failed,
                    run.silent,
                    out.errors(),
                    out.rows(),
                    embedder.dim(),
                    run.audioSeconds,
                    (System.nanoTime() - start) / 1e9);
        }
    }

    /** A file whose windows are being embedded. */
    private static final class Pending {
        private final Named file;
        private final List<float[]> rows = new ArrayList<>();
        private int windows;
        private long samples = -1; // not known yet
        private Optional<String> silence = Optional.empty();

        Pending(Named file) {
            this.file = file;
        }

        boolean isReady() {
            return samples >= 0 && rows.size() == windows;
        }
    }

    /** The state of one call. */
    private final class Run {
        private final CatalogueOutput out;
        private final int total;
        private final Deque<Pending> pending = new ArrayDeque<>(); // in order; the first is written first
        private final List<float[]> batch = new ArrayList<>();
        private final List<Pending> owners = new ArrayList<>(); // of each window in the batch
        private final List<Failed> failed = new ArrayList<>();
        private final List<Failed> silent = new ArrayList<>();
        private int done;
        private int embedded;
        private double audioSeconds;

        Run(CatalogueOutput out) {
            this.out = out;
            total = out.reused() + out.left().size();
            done = out.reused();
        }

        void embed() throws IOException {
            Iterator<Named> files = out.left().iterator();
            List<Path> paths = out.left().stream().map(Named::given).toList();
            try (DecodeAhead ahead = new DecodeAhead(embedder, paths, options.decodeThreads());
                    BufferedWriter errors = out.openErrors()) {
                errors.write(Csv.line(List.of("path", "reason")));
                while (ahead.hasNext()) {
                    takeAll(files.next(), ahead.next(), errors);
                }
                compute();
                writeReady(errors);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                InterruptedIOException stopped = new InterruptedIOException("stopped while embedding");
                stopped.initCause(e);
                throw stopped;
            }
            if (failed.isEmpty()) {
                Files.delete(out.errors());
            }
        }

        private void takeAll(Named named, DecodedFile file, BufferedWriter errors)
                throws IOException, InterruptedException {
            Pending current = new Pending(named);
            pending.add(current);
            while (true) {
                DecodedFile.Part part = file.take();
                if (part instanceof DecodedFile.Window window) {
                    current.windows++;
                    batch.add(window.samples());
                    owners.add(current);
                    if (batch.size() == embedder.extractor().batch()) {
                        compute();
                        writeReady(errors);
                    }
                } else if (part instanceof DecodedFile.End end) {
                    current.samples = end.samples();
                    current.silence = end.silence();
                    writeReady(errors);
                    return;
                } else if (part instanceof DecodedFile.Failure failure) {
                    pending.remove(current); // rows that are still computed for it go nowhere
                    fail(named.given(), failure.reason(), errors);
                    return;
                }
            }
        }

        private void compute() {
            float[][] rows = embedder.extractor().features(batch.toArray(float[][]::new));
            for (int n = 0; n < rows.length; n++) {
                owners.get(n).rows.add(rows[n]);
            }
            batch.clear();
            owners.clear();
        }

        private void writeReady(BufferedWriter errors) throws IOException {
            while (!pending.isEmpty() && pending.element().isReady()) {
                Pending file = pending.remove();
                if (file.windows == 0) {
                    fail(file.file.given(), embedder.tooShort(file.samples), errors);
                } else {
                    write(file, errors);
                }
            }
        }

        private void write(Pending file, BufferedWriter errors) throws IOException {
            Embedding embedding;
            try {
                embedding = embedder.times()
                        .embedding(
                                file.rows.toArray(float[][]::new),
                                file.samples,
                                embedder.config().pool());
            } catch (NotFiniteException e) {
                fail(file.file.given(), String.valueOf(e.getMessage()), errors);
                return;
            }
            out.add(file.file, embedding);
            file.silence.ifPresent(reason -> silent.add(new Failed(file.file.given(), reason)));
            embedded++;
            audioSeconds += (double) file.samples / embedder.sampleRateHz();
            report();
        }

        private void fail(Path file, String reason, BufferedWriter errors) throws IOException {
            failed.add(new Failed(file, reason));
            errors.write(Csv.line(List.of(PathText.of(file), reason)));
            errors.flush();
            report();
        }

        private void report() {
            done++;
            listener.progress(done, total, failed.size(), out.rows(), audioSeconds);
        }
    }
}
