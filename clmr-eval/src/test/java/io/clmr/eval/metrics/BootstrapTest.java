package io.clmr.eval.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final List<String> TAGS = List.of("a", "b");

    @Test
    void sameSeedGivesSameIntervals() {
        ScoredClips scored = noisyClips(200, 1);
        List<String> groups = IntStream.range(0, 200).mapToObj(n -> "song" + n).toList();
        Map<String, Interval> first = new Bootstrap(100, 5).intervals(groups, scored::macro);
        assertEquals(first, new Bootstrap(100, 5).intervals(groups, scored::macro));
        assertNotEquals(first, new Bootstrap(100, 6).intervals(groups, scored::macro));
    }

    @Test
    void intervalHoldsTheMetricAndShrinksWithMoreClips() {
        double wide = 0;
        for (int clips : new int[] {100, 1600}) {
            ScoredClips scored = noisyClips(clips, 2);
            List<String> groups =
                    IntStream.range(0, clips).mapToObj(n -> "c" + n).toList();
            Interval roc =
                    new Bootstrap(200, 0).intervals(groups, scored::macro).get("roc_auc_macro");
            double value = scored.metrics().rocAucMacro();
            assertTrue(roc.low() < value && value < roc.high(), value + " in " + roc);
            if (clips == 100) {
                wide = roc.high() - roc.low();
            } else {
                // a sixteenth of the variance: a quarter of the width, and room for the resampling's own noise
                assertTrue(roc.high() - roc.low() < 0.4 * wide, roc + " against a width of " + wide);
            }
        }
    }

    /** Every clip four times under one song: no new information, so the width stays that of single clips. */
    @Test
    void copiesWithinAGroupDoNotNarrowTheInterval() {
        int songs = 150;
        float[][] scores = new float[4 * songs][];
        boolean[][] labels = new boolean[4 * songs][];
        SplittableRandom random = new SplittableRandom(3);
        for (int song = 0; song < songs; song++) {
            boolean truth = random.nextBoolean();
            float score = (float) (random.nextDouble() + (truth ? 0.3 : 0));
            for (int copy = 0; copy < 4; copy++) {
                scores[4 * song + copy] = new float[] {score};
                labels[4 * song + copy] = new boolean[] {truth};
            }
        }
        ScoredClips scored = new ScoredClips(scores, labels, List.of("a"));
        Bootstrap bootstrap = new Bootstrap(300, 4);
        double grouped = width(
                bootstrap,
                scored,
                IntStream.range(0, 4 * songs).mapToObj(n -> "s" + n / 4).toList());
        double single = width(
                bootstrap,
                scored,
                IntStream.range(0, 4 * songs).mapToObj(n -> "c" + n).toList());
        assertEquals(2.0, grouped / single, 0.35); // sqrt(4), within the noise of 300 resamples
    }

    @Test
    void classIntervalsHoldTheAccuracy() {
        SplittableRandom random = new SplittableRandom(7);
        int[] labels = random.ints(300, 0, 3).toArray();
        int[] predicted =
                IntStream.of(labels).map(k -> random.nextInt(4) == 0 ? 0 : k).toArray();
        List<String> groups = IntStream.range(0, 300).mapToObj(n -> "c" + n).toList();
        Map<String, Interval> intervals = new Bootstrap(200, 1)
                .intervals(
                        groups,
                        weights -> Map.of(
                                "accuracy",
                                ClassMetrics.of(predicted, labels, 3, weights).accuracy()));
        double accuracy = ClassMetrics.of(predicted, labels, 3).accuracy();
        assertTrue(intervals.get("accuracy").low() < accuracy
                && accuracy < intervals.get("accuracy").high());
        assertEquals(1, intervals.size());
    }

    /** The second scorer is the first with noise: worse in nearly all resamples, though the intervals overlap. */
    @Test
    void aPairedDifferenceIsNarrowerThanTheIntervals() {
        SplittableRandom random = new SplittableRandom(8);
        float[][] good = new float[300][1];
        float[][] worse = new float[300][1];
        boolean[][] labels = new boolean[300][1];
        for (int n = 0; n < 300; n++) {
            labels[n][0] = random.nextInt(3) == 0;
            good[n][0] = (float) (random.nextDouble() + (labels[n][0] ? 0.5 : 0));
            worse[n][0] = good[n][0] + (float) (0.4 * random.nextDouble());
        }
        ScoredClips first = new ScoredClips(good, labels, List.of("a"));
        ScoredClips second = new ScoredClips(worse, labels, List.of("a"));
        List<String> groups = IntStream.range(0, 300).mapToObj(n -> "c" + n).toList();
        Bootstrap bootstrap = new Bootstrap(300, 3);
        Bootstrap.Difference roc =
                bootstrap.differences(groups, first::macro, second::macro).get("roc_auc_macro");
        double value = first.metrics().rocAucMacro() - second.metrics().rocAucMacro();
        assertEquals(value, roc.value(), 1e-12);
        assertTrue(roc.interval().low() < value && value < roc.interval().high(), roc.toString());
        assertTrue(roc.shareAbove() > 0.95, roc.toString());
        assertTrue(
                roc.interval().high() - roc.interval().low() < 0.7 * width(bootstrap, first, groups), roc.toString());
        Bootstrap.Difference none =
                bootstrap.differences(groups, first::macro, first::macro).get("roc_auc_macro");
        assertEquals(new Bootstrap.Difference(0, new Interval(0, 0), 0), none);
    }

    private static double width(Bootstrap bootstrap, ScoredClips scored, List<String> groups) {
        Interval roc = bootstrap.intervals(groups, scored::macro).get("roc_auc_macro");
        return roc.high() - roc.low();
    }

    private static ScoredClips noisyClips(int clips, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] scores = new float[clips][2];
        boolean[][] labels = new boolean[clips][2];
        for (int n = 0; n < 2 * clips; n++) {
            boolean truth = random.nextInt(3) == 0;
            labels[n / 2][n % 2] = truth;
            scores[n / 2][n % 2] = (float) (random.nextDouble() + (truth ? 0.3 : 0));
        }
        return new ScoredClips(scores, labels, TAGS);
    }
}
