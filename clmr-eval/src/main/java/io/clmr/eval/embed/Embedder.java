package io.clmr.eval.embed;

import ai.djl.Device;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.engine.Devices;
import io.clmr.core.engine.EngineException;
import io.clmr.data.audio.AudioDecoder;
import io.clmr.data.audio.AudioStream;
import io.clmr.data.audio.Resampler;
import io.clmr.data.audio.SampleFormat;
import io.clmr.eval.features.FeatureExtractor;
import io.clmr.eval.features.NotFiniteException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns music into vectors.
 *
 * <pre>{@code
 * try (Embedder embedder = Embedder.open(Path.of("runs/a"))) {
 *     float[][] rows = embedder.embed(Path.of("song.mp3"));   // [windows][dim]
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads. The rows of a file depend on the file, the encoder and the configuration alone,
 * not on what else is embedded beside it.
 */
public final class Embedder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Embedder.class);

    private final FeatureExtractor extractor;
    private final EmbedConfig config;

    /**
     * @param extractor is closed with this
     */
    public Embedder(FeatureExtractor extractor, EmbedConfig config) {
        this.extractor = extractor;
        this.config = config;
    }

    /**
     * Opens a checkpoint: one row a window, no overlap; on a GPU if the native engine is there and sees one, else on the CPU,
     * where plain Java needs no engine.
     */
    public static Embedder open(Path checkpoint) throws IOException {
        return open(checkpoint, EmbedConfig.defaults(), bestDevice());
    }

    /**
     * Opens a checkpoint on the best device, for a caller with threads of its own: each call computes on the thread it
     * comes from.
     */
    public static Embedder openForManyCallers(Path checkpoint, EmbedConfig config) throws IOException {
        return new Embedder(FeatureExtractor.open(Checkpoint.open(checkpoint), bestDevice(), 1), config);
    }

    private static Device bestDevice() {
        try {
            return Devices.select("auto");
        } catch (EngineException e) {
            LOG.debug("no native engine: {}", e.getMessage()); // if it is needed, opening the encoder says so
            return Device.cpu();
        }
    }

    /**
     * Opens a checkpoint.
     *
     * @param checkpoint a run folder, a checkpoint folder or a file of weights
     */
    public static Embedder open(Path checkpoint, EmbedConfig config, Device device) throws IOException {
        return new Embedder(FeatureExtractor.open(checkpoint, device), config);
    }

    /** Returns the length of a row. */
    public int dim() {
        return config.pool().dim(extractor.featureDim());
    }

    public EmbedConfig config() {
        return config;
    }

    /** Returns the frozen encoder. */
    public FeatureExtractor extractor() {
        return extractor;
    }

    /**
     * Embeds an audio file.
     *
     * @return [rows][dim]; no row if the file is shorter than a window and such files are skipped
     */
    public float[][] embed(Path audio) throws IOException {
        return embedWithTimes(audio).rows();
    }

    /** Embeds an audio file and says which part of it each row stands for. */
    public Embedding embedWithTimes(Path audio) throws IOException {
        try (AudioStream stream = audioStream(audio)) {
            return embed(SampleSource.of(stream));
        } catch (NotFiniteException e) {
            throw new EmbedException(audio + ": " + e.getMessage(), e);
        }
    }

    /**
     * Embeds an audio file of a catalogue. A fault of the file, whatever it is, is part of the result; what is thrown is
     * a fault of the encoder or the machine.
     */
    public Attempt attempt(Path audio) {
        try (AudioStream stream = audioStream(audio)) {
            Windows windows = windows(SampleSource.of(stream).withFaultsAsIoExceptions());
            Embedding embedding = embed(windows);
            return embedding.rows().length == 0
                    ? new Attempt.Failed(tooShort(windows.samplesRead()))
                    : new Attempt.Embedded(embedding, (double) windows.samplesRead() / sampleRateHz());
        } catch (IOException e) {
            return new Attempt.Failed(DecodedFile.reason(e));
        } catch (NotFiniteException e) {
            return new Attempt.Failed(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Embeds samples.
     *
     * @param samples mono, -1 to 1
     * @param sampleRateHz their rate; they are resampled if the encoder takes another
     * @return [rows][dim]
     */
    public float[][] embed(float[] samples, int sampleRateHz) {
        float[] converted =
                sampleRateHz == sampleRateHz() ? samples : Resampler.resample(samples, sampleRateHz, sampleRateHz());
        try {
            return embed(SampleSource.of(converted)).rows();
        } catch (IOException e) {
            throw new IllegalStateException("reading an array failed", e);
        }
    }

    /** Opens a file for the 16-bit samples that training would hear. */
    AudioStream audioStream(Path audio) throws IOException {
        return AudioDecoder.open(audio, sampleRateHz(), SampleFormat.PCM16, config.selection());
    }

    private Embedding embed(SampleSource source) throws IOException {
        return embed(windows(source));
    }

    private Embedding embed(Windows windows) throws IOException {
        List<float[]> waiting = new ArrayList<>();
        List<float[]> rows = new ArrayList<>();
        for (Optional<float[]> window = windows.next(); window.isPresent(); window = windows.next()) {
            waiting.add(window.get());
            if (waiting.size() == extractor.batch()) {
                rows.addAll(compute(waiting));
                waiting.clear();
            }
        }
        rows.addAll(compute(waiting));
        return rows.isEmpty()
                ? new Embedding(new float[0][], new double[0], new double[0])
                : times().embedding(rows.toArray(float[][]::new), windows.samplesRead(), config.pool());
    }

    private List<float[]> compute(List<float[]> windows) {
        return List.of(extractor.features(windows.toArray(float[][]::new)));
    }

    Windows windows(SampleSource source) {
        return new Windows(source, extractor.windowSamples(), hopSamples(), config.shortFiles());
    }

    RowTimes times() {
        return new RowTimes(extractor.windowSamples(), hopSamples(), sampleRateHz());
    }

    String tooShort(long samples) {
        return samples + " samples at " + sampleRateHz() + " Hz, too few for a window of " + extractor.windowSamples()
                + "; short files can be padded";
    }

    int sampleRateHz() {
        return extractor.config().sampleRateHz();
    }

    private int hopSamples() {
        return config.hopSamples(extractor.windowSamples(), sampleRateHz());
    }

    @Override
    public void close() {
        extractor.close();
    }
}
