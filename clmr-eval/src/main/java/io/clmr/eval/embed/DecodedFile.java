package io.clmr.eval.embed;

import io.clmr.data.audio.AudioStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The windows of one file on their way from the thread that decodes to the thread that embeds.
 *
 * <p>Few windows wait at a time, so a file of any length takes the same memory.
 */
final class DecodedFile {
    private static final int WAITING_WINDOWS = 32;

    /** What comes next of a file. */
    sealed interface Part {}

    /** A window. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
    record Window(float[] samples) implements Part {}

    /** The end of a file that was read whole. */
    record End(long samples) implements Part {}

    /** The end of a file that could not be read. */
    record Failure(String reason) implements Part {}

    private final Path path;
    private final BlockingQueue<Part> parts = new ArrayBlockingQueue<>(WAITING_WINDOWS);

    DecodedFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** Returns the next part, waiting for it. */
    Part take() throws InterruptedException {
        return parts.take();
    }

    /** Decodes the file; a fault of the file, whatever it is, becomes its last part. */
    void decode(Embedder embedder) throws InterruptedException {
        Part last;
        try (AudioStream stream = embedder.audioStream(path)) {
            Windows windows = embedder.windows(SampleSource.of(stream));
            for (Optional<float[]> window = windows.next(); window.isPresent(); window = windows.next()) {
                parts.put(new Window(window.get()));
            }
            last = new End(windows.samplesRead());
        } catch (IOException | RuntimeException e) {
            last = new Failure(reason(e));
        }
        parts.put(last);
    }

    static String reason(Exception fault) {
        return fault.getMessage() == null ? fault.toString() : fault.getMessage();
    }
}
