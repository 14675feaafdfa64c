package io.clmr.eval.probe;

import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.LabelSpace;
import io.clmr.eval.features.ClipFeatures;
import io.clmr.eval.metrics.Bootstrap;
import io.clmr.eval.metrics.ClassMetrics;
import io.clmr.eval.metrics.ScoredClips;
import io.clmr.eval.metrics.TagMetrics;
import io.clmr.eval.metrics.TagScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scores of the test clips in every run, and what is computed from them. */
final class EvaluationScores {
    static final int RESAMPLES = 1000;

    /** One run; scores are [clips][tags]. */
    @SuppressWarnings("ArrayRecordComponent") // a matrix that is handed over, not compared
    record Run(long seed, int epochs, String chosen, float[][] scores) {}

    private final List<Clip> clips;
    private final LabelSpace space;
    private final List<Run> runs;
    private final Grouping grouping;
    private final long seed;
    private final boolean[][] labels;
    private final List<ScoredClips> scored;

    EvaluationScores(List<Clip> clips, LabelSpace space, List<Run> runs, Grouping grouping, long seed) {
        this.grouping = grouping;
        this.clips = clips;
        this.space = space;
        this.runs = List.copyOf(runs);
        this.seed = seed;
        labels = ProbeTask.labels(clips, space.size());
        scored = runs.stream()
                .map(run -> new ScoredClips(run.scores(), labels, space.names()))
                .toList();
    }

    /** Returns the metrics of each tag, the means over the runs. */
    TagMetrics metrics() {
        List<TagMetrics> each = scored.stream().map(ScoredClips::metrics).toList();
        TagMetrics first = each.get(0);
        List<TagScore> means = new ArrayList<>();
        for (int n = 0; n < first.perTag().size(); n++) {
            int tag = n;
            means.add(new TagScore(
                    first.perTag().get(n).tag(),
                    first.perTag().get(n).positives(),
                    mean(each.stream().map(m -> m.perTag().get(tag).rocAuc()).toList()),
                    mean(each.stream().map(m -> m.perTag().get(tag).prAuc()).toList())));
        }
        return new TagMetrics(
                means,
                first.leftOut(),
                mean(each.stream().map(TagMetrics::rocAucMacro).toList()),
                mean(each.stream().map(TagMetrics::prAucMacro).toList()));
    }

    EvaluationReport report(
            Protocol protocol,
            EvaluationReport.Clips counts,
            ClipFeatures features,
            Predictions predictions,
            String dataset,
            double seconds) {
        TagMetrics metrics = metrics();
        List<EvaluationReport.Run> each = new ArrayList<>();
        for (int n = 0; n < runs.size(); n++) {
            Run run = runs.get(n);
            each.add(new EvaluationReport.Run(run.seed(), run.epochs(), run.chosen(), values(n)));
        }
        return new EvaluationReport(
                protocol,
                means(),
                bootstrap().intervals(predictions.groups(), predictions.scorer(isSingleLabel())),
                each,
                metrics.perTag(),
                metrics.leftOut(),
                counts,
                features.name(),
                features.fingerprint(),
                dataset,
                seconds);
    }

    /** Returns each metric, the mean over the runs. */
    Map<String, Double> means() {
        Map<String, Double> means = new LinkedHashMap<>();
        for (int n = 0; n < runs.size(); n++) {
            values(n).forEach((name, value) -> means.merge(name, value / runs.size(), Double::sum));
        }
        return means;
    }

    private Map<String, Double> values(int run) {
        TagMetrics metrics = scored.get(run).metrics();
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("roc_auc_macro", metrics.rocAucMacro());
        values.put("pr_auc_macro", metrics.prAucMacro());
        if (isSingleLabel()) {
            ClassMetrics classes = ClassMetrics.of(predicted(runs.get(run)), ProbeTask.classes(clips), space.size());
            values.put("accuracy", classes.accuracy());
            values.put("f1_macro", classes.f1Macro());
        }
        return values;
    }

    Bootstrap bootstrap() {
        return new Bootstrap(RESAMPLES, seed);
    }

    Predictions predictions() {
        float[][] means = new float[clips.size()][space.size()];
        for (int clip = 0; clip < means.length; clip++) {
            for (int tag = 0; tag < space.size(); tag++) {
                double sum = 0;
                for (Run run : runs) {
                    sum += run.scores()[clip][tag];
                }
                means[clip][tag] = (float) (sum / runs.size());
            }
        }
        Map<Long, float[][]> each = new LinkedHashMap<>();
        runs.forEach(run -> each.put(run.seed(), run.scores()));
        return new Predictions(
                clips.stream().map(Clip::key).toList(), space.names(), means, labels, grouping.of(clips), each);
    }

    private boolean isSingleLabel() {
        return space.kind() == LabelSpace.Kind.SINGLE;
    }

    private static int[] predicted(Run run) {
        return Arrays.stream(run.scores()).mapToInt(ClassMetrics::argmax).toArray();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
