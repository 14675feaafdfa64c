package io.clmr.eval.features;

import io.clmr.data.dataset.Clip;
import io.clmr.data.store.ClipReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The features a frozen encoder gives for the windows of clips. */
public final class EncoderFeatures implements ClipFeatures {
    private static final int MAX_READERS = 4;

    private final String name;
    private final FeatureExtractor extractor;

    /**
     * @param name what reports call it
     * @param extractor is closed with this
     */
    public EncoderFeatures(String name, FeatureExtractor extractor) {
        this.name = name;
        this.extractor = extractor;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String fingerprint() {
        return extractor.fingerprint();
    }

    @Override
    public int featureDim() {
        return extractor.featureDim();
    }

    @Override
    public int sampleRateHz() {
        return extractor.config().sampleRateHz();
    }

    @Override
    public int windowSamples() {
        return extractor.windowSamples();
    }

    @Override
    public FeatureTable extract(ClipReader reader, List<Clip> clips, WindowChoice choice, ProgressListener listener)
            throws IOException {
        requireRate(reader, sampleRateHz());
        String stage = stage(choice);
        List<Clip> kept = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        ClipWindows windows = new ClipWindows(reader, windowSamples(), choice);
        Batching batching = new Batching();
        int threads = Math.min(MAX_READERS, Runtime.getRuntime().availableProcessors());
        try (Readahead<float[][]> ahead =
                new Readahead<>(threads, clips, clip -> windows.read(reader.find(clip.key()), clip.key()))) {
            for (int n = 0; n < clips.size(); n++) {
                float[][] read = ahead.next();
                if (read.length == 0) {
                    skipped.add(
                            clips.get(n).key() + ": " + why(reader, clips.get(n).key()));
                } else {
                    kept.add(clips.get(n));
                    batching.add(read);
                }
                listener.progress(stage, n + 1L, clips.size());
            }
        }
        return new FeatureTable(kept, batching.finish(), skipped);
    }

    private static String stage(WindowChoice choice) {
        return choice instanceof WindowChoice.RandomOne ? "features of one window a clip" : "features of all windows";
    }

    private String why(ClipReader reader, String key) {
        OptionalInt track = reader.find(key);
        if (track.isPresent()) {
            return reader.track(track.getAsInt()).samples() + " samples, too few for a window of " + windowSamples();
        }
        return reader.refused().stream()
                .filter(refused -> refused.key().equals(key))
                .map(refused -> refused.verdict() + " " + refused.reason())
                .findFirst()
                .orElse("not in the store; prepare it again");
    }

    static void requireRate(ClipReader reader, int sampleRateHz) {
        if (reader.sampleRateHz() != sampleRateHz) {
            throw new IllegalArgumentException("the audio is at " + reader.sampleRateHz() + " Hz, the encoder takes "
                    + sampleRateHz + " Hz; prepare a store of that rate");
        }
    }

    @Override
    public void close() {
        extractor.close();
    }

    /** Gathers the windows of several clips into whole batches and hands the features back to their clips. */
    private final class Batching {
        private final List<float[][]> done = new ArrayList<>();
        private final List<float[]> waiting = new ArrayList<>();
        private final List<float[][]> owners = new ArrayList<>(); // of each waiting window
        private final List<Integer> rows = new ArrayList<>();

        void add(float[][] windows) {
            float[][] features = new float[windows.length][];
            done.add(features);
            for (int n = 0; n < windows.length; n++) {
                waiting.add(windows[n]);
                owners.add(features);
                rows.add(n);
                if (waiting.size() == extractor.batch()) {
                    compute();
                }
            }
        }

        List<float[][]> finish() {
            compute();
            return done;
        }

        private void compute() {
            float[][] features = extractor.features(waiting.toArray(float[][]::new));
            for (int n = 0; n < features.length; n++) {
                owners.get(n)[rows.get(n)] = features[n];
            }
            waiting.clear();
            owners.clear();
            rows.clear();
        }
    }
}
