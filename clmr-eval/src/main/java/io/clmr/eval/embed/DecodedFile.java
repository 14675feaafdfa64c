package io.clmr.eval.embed;

import io.clmr.data.audio.AudioStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The windows of one file on their way from the thread that decodes to the thread that embeds.
 *
 * <p>Few windows wait at a time, so a file of any length takes the same memory.
 */
final class DecodedFile {
    private static final int WAITING_WINDOWS = 32;

    /** One step of 16 bits is what a codec makes of digital silence. */
    private static final float SILENCE = 1.5f / 32768;

    /** Of full scale, before the mixdown: 30 dB above one step of 16 bits. */
    private static final float AUDIBLE = 0.001f;

    /** What comes next of a file. */
    sealed interface Part {}

    /** A window. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
    record Window(float[] samples) implements Part {}

    /**
     * The end of a file that was read whole.
     *
     * @param silence why none of its windows holds a sound, if none does
     */
    record End(long samples, Optional<String> silence) implements Part {}

    /** The end of a file that could not be read. */
    record Failure(String reason) implements Part {}

    private static final Logger LOG = LoggerFactory.getLogger(DecodedFile.class);

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
            float peak = 0;
            for (Optional<float[]> window = windows.next(); window.isPresent(); window = windows.next()) {
                peak = Math.max(peak, peak(window.get()));
                parts.put(new Window(window.get()));
            }
            last = new End(windows.samplesRead(), silence(peak, stream.channelPeak()));
            stream.remarks().forEach(remark -> LOG.warn("{}: {}", path, remark.found()));
        } catch (IOException | RuntimeException e) {
            last = new Failure(reason(e));
        }
        parts.put(last);
    }

    private static float peak(float[] window) {
        float peak = 0;
        for (float sample : window) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    private static Optional<String> silence(float peak, float channelPeak) {
        if (peak > SILENCE) {
            return Optional.empty();
        }
        return Optional.of(channelPeak > AUDIBLE ? "its channels cancel in the mixdown" : "every sample is zero");
    }

    static String reason(Exception fault) {
        return fault.getMessage() == null ? fault.toString() : fault.getMessage();
    }
}
