package io.clmr.tarsos;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What TarsosDSP 2.4.1 has, for suggestions and warnings; other classes may be named all the same. */
final class KnownProcessors {
    /** Those that change the waveform and are made from numbers. */
    static final List<String> EFFECTS = List.of(
            "be.tarsos.dsp.BitDepthProcessor",
            "be.tarsos.dsp.EnvelopeFollower",
            "be.tarsos.dsp.FadeIn",
            "be.tarsos.dsp.GainProcessor",
            "be.tarsos.dsp.effects.DelayEffect",
            "be.tarsos.dsp.effects.FlangerEffect",
            "be.tarsos.dsp.filters.BandPass",
            "be.tarsos.dsp.filters.HighPass",
            "be.tarsos.dsp.filters.LowPassFS",
            "be.tarsos.dsp.filters.LowPassSP",
            "be.tarsos.dsp.resample.RateTransposer",
            "be.tarsos.dsp.synthesis.AmplitudeLFO");

    /** Those that use a hidden generator. */
    static final Set<String> RANDOM = Set.of(
            "be.tarsos.dsp.AmplitudeModulatedNoise",
            "be.tarsos.dsp.granulator.Granulator",
            "be.tarsos.dsp.granulator.OptimizedGranulator",
            "be.tarsos.dsp.synthesis.NoiseGenerator");

    private KnownProcessors() {}

    /** Returns the effect whose name without package has the fewest typing errors between it and the given one's. */
    static String nearest(String className) {
        String written = simpleName(className);
        return EFFECTS.stream()
                .min(Comparator.comparingInt(effect -> distance(written, simpleName(effect))))
                .orElseThrow();
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    /** Levenshtein's: insertions, deletions and changes that lead from one word to the other. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
