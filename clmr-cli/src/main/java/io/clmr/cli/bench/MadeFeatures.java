package io.clmr.cli.bench;

import io.clmr.augment.RandomStream;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.LabelSpace;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.dataset.Split;
import io.clmr.data.store.ClipReader;
import io.clmr.eval.features.ClipFeatures;
import io.clmr.eval.features.FeatureTable;
import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.features.WindowChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A dataset with MagnaTagATune's proportions and made-up features that know something of its tags.
 *
 * <p>For every ten clips of training there is one of validation and nearly three of test; eleven windows a test clip.
 */
final class MadeFeatures implements ClipFeatures {

    static final int DIM = 512;
    static final int TAGS = 50;

    private static final int CLIPS_PER_SONG = 5;
    private static final int TEST_WINDOWS = 11;
    private static final double TAG_SHARE = 0.07;
    private static final double KNOWLEDGE = 0.3; // length of a tag's direction, where the noise of a number has 1

    private final MusicDataset dataset;
    private final Map<String, float[][]> windows = new HashMap<>();

    MadeFeatures(int trainClips) {
        RandomStream stream = RandomStream.of(0);
        List<Clip> clips = new ArrayList<>();
        add(clips, Split.TRAIN, trainClips, stream);
        add(clips, Split.VALID, Math.max(1, trainClips / 10), stream);
        add(clips, Split.TEST, Math.max(1, trainClips * 2 / 7), stream);
        List<String> tags =
                IntStream.range(0, TAGS).mapToObj(tag -> "tag " + tag).toList();
        dataset = new MusicDataset(
                "made-up features", "ratios", clips, new LabelSpace(tags, LabelSpace.Kind.MULTI), List.of());
        float[][] directions = new float[TAGS][];
        for (int tag = 0; tag < TAGS; tag++) {
            directions[tag] = noise(stream);
        }
        for (Clip clip : clips) {
            float[][] rows = new float[clip.split() == Split.TEST ? TEST_WINDOWS : 1][];
            for (int n = 0; n < rows.length; n++) {
                rows[n] = noise(stream);
                for (int tag : clip.tags().orElse(List.of())) {
                    for (int d = 0; d < DIM; d++) {
                        rows[n][d] += (float) KNOWLEDGE * directions[tag][d];
                    }
                }
            }
            windows.put(clip.key(), rows);
        }
    }

    private static void add(List<Clip> clips, Split split, int count, RandomStream stream) {
        for (int n = 0; n < count; n++) {
            String key = split + "-" + n;
            List<Integer> tags = IntStream.range(0, TAGS)
                    .filter(tag -> stream.chance(TAG_SHARE))
                    .boxed()
                    .toList();
            clips.add(new Clip(
                    key,
                    Path.of(key),
                    split,
                    Optional.of(tags),
                    split + " song " + n / CLIPS_PER_SONG,
                    Optional.empty()));
        }
    }

    private static float[] noise(RandomStream stream) {
        float[] row = new float[DIM];
        for (int d = 0; d < DIM; d++) {
            row[d] = (float) stream.nextGaussian();
        }
        return row;
    }

    MusicDataset dataset() {
        return dataset;
    }

    @Override
    public String name() {
        return "made up";
    }

    @Override
    public String fingerprint() {
        return "made-up-" + dataset.clips().size();
    }

    @Override
    public int featureDim() {
        return DIM;
    }

    @Override
    public int sampleRateHz() {
        return 1;
    }

    @Override
    public int windowSamples() {
        return 1;
    }

    @Override
    public FeatureTable extract(ClipReader reader, List<Clip> clips, WindowChoice choice, ProgressListener listener) {
        return new FeatureTable(
                clips, clips.stream().map(clip -> windows.get(clip.key())).toList(), List.of());
    }
}
