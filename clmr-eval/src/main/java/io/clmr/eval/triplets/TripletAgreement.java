package io.clmr.eval.triplets;

import io.clmr.data.dataset.Clip;
import io.clmr.data.store.ClipReader;
import io.clmr.eval.features.ClipFeatures;
import io.clmr.eval.features.FeatureCache;
import io.clmr.eval.features.FeatureTable;
import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.features.WindowChoice;
import io.clmr.eval.features.WindowRule;
import io.clmr.eval.metrics.Bootstrap;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Compares people's votes with the cosine distances between clips, each the mean of its windows' features. */
public final class TripletAgreement {
    private static final int RESAMPLES = 1000;

    /** One triplet: the votes, and the distance of the two other clips for each clip. */
    @SuppressWarnings("ArrayRecordComponent") // three numbers each, never compared
    private record Compared(int[] votes, double[] othersDistance) {

        /** Returns 1, ½ or 0: whether the clips other than i are nearer to each other than those other than k. */
        double nearer(int i, int k) {
            return othersDistance[i] < othersDistance[k] ? 1 : othersDistance[i] == othersDistance[k] ? 0.5 : 0;
        }
    }

    private TripletAgreement() {}

    /**
     * Compares.
     *
     * @param clips those of the triplets may be among others
     * @param rule which windows of a clip count
     * @param seed of the bootstrap
     * @throws IOException if audio cannot be read, or no triplet has features of all its clips
     */
    public static TripletScore score(
            List<Triplet> triplets,
            List<Clip> clips,
            ClipReader reader,
            ClipFeatures features,
            FeatureCache kept,
            WindowRule rule,
            long seed,
            ProgressListener listener)
            throws IOException {
        Set<String> wanted =
                triplets.stream().flatMap(triplet -> triplet.clips().stream()).collect(Collectors.toSet());
        List<Clip> named =
                clips.stream().filter(clip -> wanted.contains(clip.key())).toList();
        FeatureTable table = kept.get(features, reader, named, new WindowChoice.All(rule), listener);
        float[][] means = table.clipMeans();
        Map<String, float[]> byKey = new HashMap<>();
        for (int n = 0; n < means.length; n++) {
            byKey.put(table.clips().get(n).key(), means[n]);
        }
        return score(features.name(), triplets, byKey, seed);
    }

    /** @param features of the clips that have any, by key */
    static TripletScore score(String encoder, List<Triplet> triplets, Map<String, float[]> features, long seed)
            throws IOException {
        List<Triplet> usable = triplets.stream()
                .filter(triplet -> features.keySet().containsAll(triplet.clips()))
                .toList();
        if (usable.isEmpty()) {
            throw new IOException(
                    "none of the " + triplets.size() + " triplets has three clips with features of " + encoder);
        }
        List<Compared> compared =
                usable.stream().map(triplet -> compare(triplet, features)).toList();
        List<String> names = usable.stream()
                .map(triplet -> String.join(" ", triplet.clips()))
                .toList();
        int[] once = new int[compared.size()];
        Arrays.fill(once, 1);
        return new TripletScore(
                encoder,
                metrics(compared, once),
                new Bootstrap(RESAMPLES, seed).intervals(names, weights -> metrics(compared, weights)),
                usable.size(),
                usable.stream().mapToInt(Triplet::allVotes).sum(),
                (int) compared.stream().mapToLong(TripletAgreement::statements).sum(),
                triplets.size() - usable.size());
    }

    private static Compared compare(Triplet triplet, Map<String, float[]> features) {
        double[] distances = new double[3];
        for (int clip = 0; clip < 3; clip++) {
            distances[clip] = distance(
                    features.getOrDefault(triplet.clips().get((clip + 1) % 3), new float[0]),
                    features.getOrDefault(triplet.clips().get((clip + 2) % 3), new float[0]));
        }
        return new Compared(triplet.votes().stream().mapToInt(Integer::intValue).toArray(), distances);
    }

    private static double distance(float[] a, float[] b) {
        double product = 0;
        double ofA = 0;
        double ofB = 0;
        for (int n = 0; n < a.length; n++) {
            product += (double) a[n] * b[n];
            ofA += (double) a[n] * a[n];
            ofB += (double) b[n] * b[n];
        }
        double norm = Math.sqrt(ofA) * Math.sqrt(ofB);
        return norm > 0 ? 1 - product / norm : 1;
    }

    private static Map<String, Double> metrics(List<Compared> compared, int[] weights) {
        double votes = 0;
        double agreed = 0;
        double odd = 0;
        double statements = 0;
        double hold = 0;
        for (int n = 0; n < weights.length; n++) {
            Compared one = compared.get(n);
            for (int i = 0; i < 3; i++) {
                int j = (i + 1) % 3;
                int k = (i + 2) % 3;
                double weighted = (double) weights[n] * one.votes()[i];
                votes += weighted;
                agreed += weighted * (one.nearer(i, j) + one.nearer(i, k)) / 2;
                odd += weighted * oddShare(one, i);
                for (int other : new int[] {j, k}) {
                    if (one.votes()[i] > one.votes()[other]) {
                        statements += weights[n];
                        hold += weights[n] * one.nearer(i, other);
                    }
                }
            }
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("agreement", agreed / votes);
        metrics.put("odd_one_out", odd / votes);
        metrics.put("constraints", hold / statements);
        return metrics;
    }

    /** Returns 1 if clip i stands opposite the nearest two, a part of it if it shares that place. */
    private static double oddShare(Compared one, int i) {
        double smallest = Arrays.stream(one.othersDistance()).min().orElseThrow();
        long nearest = Arrays.stream(one.othersDistance())
                .filter(distance -> distance == smallest)
                .count();
        return one.othersDistance()[i] == smallest ? 1.0 / nearest : 0;
    }

    private static long statements(Compared one) {
        return IntStream.range(0, 3)
                .mapToLong(i -> IntStream.range(0, 3)
                        .filter(k -> one.votes()[i] > one.votes()[k])
                        .count())
                .sum();
    }
}
