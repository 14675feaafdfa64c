package io.clmr.eval.probe;

import io.clmr.base.files.WholeFile;
import io.clmr.data.npy.NpyArray;
import io.clmr.data.npy.NpyFile;
import io.clmr.eval.metrics.Bootstrap;
import io.clmr.eval.metrics.ClassMetrics;
import io.clmr.eval.metrics.ScoredClips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The scores behind the metrics: what is needed to compute every figure of a report again.
 *
 * @param clips keys of the test clips
 * @param tags names of the tags
 * @param scores [clips][tags]; of several repeats the means
 * @param labels [clips][tags]
 * @param groups what each clip is resampled with for the intervals
 * @param runs the scores of each repeat, by its seed; the metrics are the means of theirs
 */
@SuppressWarnings("ArrayRecordComponent") // large matrices that are handed over, not compared
public record Predictions(
        List<String> clips,
        List<String> tags,
        float[][] scores,
        boolean[][] labels,
        List<String> groups,
        Map<Long, float[][]> runs) {

    private static final String SCORES = "scores.npy";
    private static final String LABELS = "labels.npy";
    private static final String TRACKS = "tracks.txt";
    private static final String TAGS = "tags.txt";
    private static final String GROUPS = "groups.txt";
    private static final String RESAMPLES = "resamples.npy";

    public Predictions {
        clips = List.copyOf(clips);
        tags = List.copyOf(tags);
        groups = List.copyOf(groups);
        runs = new LinkedHashMap<>(runs);
        if (clips.size() != groups.size() || clips.size() != scores.length || clips.size() != labels.length) {
            throw new IllegalArgumentException(clips.size() + " clips, but " + groups.size() + " groups, "
                    + scores.length + " rows of scores and " + labels.length + " of labels");
        }
    }

    /**
     * Writes {@code scores.npy}, {@code labels.npy}, {@code tracks.txt}, {@code tags.txt}, {@code groups.txt} and {@code
     * resamples.npy} into a folder; with repeats {@code scores-SEED.npy} of each.
     *
     * @param bootstrap whose resamples the intervals are of
     */
    public void write(Path folder, Bootstrap bootstrap) throws IOException {
        Files.createDirectories(folder);
        NpyFile.write(folder.resolve(SCORES), scores);
        NpyFile.write(folder.resolve(LABELS), labels);
        WholeFile.writeLines(folder.resolve(TRACKS), clips);
        WholeFile.writeLines(folder.resolve(TAGS), tags);
        WholeFile.writeLines(folder.resolve(GROUPS), groups);
        NpyFile.write(folder.resolve(RESAMPLES), bootstrap.draws(groups));
        if (runs.size() > 1) {
            for (Map.Entry<Long, float[][]> run : runs.entrySet()) {
                NpyFile.write(folder.resolve(runFile(run.getKey())), run.getValue());
            }
        }
    }

    private static String runFile(long seed) {
        return "scores-" + seed + ".npy";
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param seeds of the repeats
     */
    public static Predictions read(Path folder, List<Long> seeds) throws IOException {
        float[][] scores = NpyFile.read(folder.resolve(SCORES)).matrix();
        NpyArray stored = NpyFile.read(folder.resolve(LABELS));
        boolean[][] labels = new boolean[stored.shape().get(0)][stored.shape().get(1)];
        for (int n = 0; n < stored.values().length; n++) {
            labels[n / labels[0].length][n % labels[0].length] = stored.values()[n] != 0;
        }
        Map<Long, float[][]> runs = new LinkedHashMap<>();
        for (long seed : seeds) {
            runs.put(
                    seed,
                    seeds.size() == 1
                            ? scores
                            : NpyFile.read(folder.resolve(runFile(seed))).matrix());
        }
        return new Predictions(
                Files.readAllLines(folder.resolve(TRACKS)),
                Files.readAllLines(folder.resolve(TAGS)),
                scores,
                labels,
                Files.readAllLines(folder.resolve(GROUPS)),
                runs);
    }

    /**
     * Returns the part of some clips, in their order.
     *
     * @param wanted keys, all of them among {@link #clips}
     */
    Predictions only(List<String> wanted) {
        Map<String, Integer> rows = new HashMap<>();
        for (int n = 0; n < clips.size(); n++) {
            rows.put(clips.get(n), n);
        }
        int[] order =
                wanted.stream().mapToInt(key -> rows.getOrDefault(key, -1)).toArray();
        Map<Long, float[][]> parts = new LinkedHashMap<>();
        runs.forEach((seed, run) ->
                parts.put(seed, Arrays.stream(order).mapToObj(n -> run[n]).toArray(float[][]::new)));
        return new Predictions(
                wanted,
                tags,
                Arrays.stream(order).mapToObj(n -> scores[n]).toArray(float[][]::new),
                Arrays.stream(order).mapToObj(n -> labels[n]).toArray(boolean[][]::new),
                Arrays.stream(order).mapToObj(groups::get).toList(),
                parts);
    }

    /**
     * Returns what computes the metrics of a resample, the means over the repeats.
     *
     * @param singleLabel whether accuracy and macro F1 are among them
     */
    public Bootstrap.Scorer scorer(boolean singleLabel) {
        List<ScoredClips> scored = new ArrayList<>();
        List<int[]> predicted = new ArrayList<>();
        for (float[][] run : runs.values()) {
            scored.add(new ScoredClips(run, labels, tags));
            predicted.add(Arrays.stream(run).mapToInt(ClassMetrics::argmax).toArray());
        }
        int[] classes = singleLabel ? classes() : new int[0];
        return weights -> {
            Map<String, Double> means = new LinkedHashMap<>();
            for (int n = 0; n < scored.size(); n++) {
                double share = 1.0 / scored.size();
                scored.get(n).macro(weights).forEach((name, value) -> means.merge(name, value * share, Double::sum));
                if (singleLabel) {
                    ClassMetrics metrics = ClassMetrics.of(predicted.get(n), classes, tags.size(), weights);
                    means.merge("accuracy", metrics.accuracy() * share, Double::sum);
                    means.merge("f1_macro", metrics.f1Macro() * share, Double::sum);
                }
            }
            return means;
        };
    }

    private int[] classes() {
        return Arrays.stream(labels)
                .mapToInt(row -> {
                    int tag = 0;
                    while (!row[tag]) {
                        tag++;
                    }
                    return tag;
                })
                .toArray();
    }
}
