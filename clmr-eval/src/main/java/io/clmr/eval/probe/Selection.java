package io.clmr.eval.probe;

import io.clmr.data.dataset.Clip;
import io.clmr.eval.metrics.ClassMetrics;
import io.clmr.eval.metrics.TagMetrics;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Chooses among fitted probes by their scores of the validation clips; the test clips are never looked at. */
final class Selection {
    private Selection() {}

    /** Returns the first of the best: by macro average precision, or by accuracy if each clip has one label. */
    static <P extends FittedProbe> P best(List<P> candidates, ProbeTask task) {
        P best = candidates.get(0);
        double bestValue = Double.NEGATIVE_INFINITY;
        for (P candidate : candidates) {
            double value = value(candidate, task);
            if (value > bestValue) {
                best = candidate;
                bestValue = value;
            }
        }
        return best;
    }

    private static double value(FittedProbe probe, ProbeTask task) {
        float[][] scores = probe.scores(task.valid());
        List<Clip> clips = task.valid().clips();
        if (task.singleLabel()) {
            int[] predicted =
                    Arrays.stream(scores).mapToInt(ClassMetrics::argmax).toArray();
            return ClassMetrics.of(predicted, ProbeTask.classes(clips), task.tags())
                    .accuracy();
        }
        List<String> names =
                IntStream.range(0, task.tags()).mapToObj(Integer::toString).toList();
        return TagMetrics.of(scores, ProbeTask.labels(clips, task.tags()), names)
                .prAucMacro();
    }
}
