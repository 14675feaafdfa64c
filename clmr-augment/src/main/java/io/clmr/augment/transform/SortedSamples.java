package io.clmr.augment.transform;

import io.clmr.augment.Workbench;
import java.util.Arrays;

/** Percentiles of a waveform, between two samples by linear interpolation as numpy does. */
final class SortedSamples {
    private final float[] sorted;
    private int length;

    private SortedSamples(Workbench bench) {
        sorted = new float[bench.maxSamples()];
    }

    /** Returns the samples in order, valid until the next call at the same workbench. */
    static SortedSamples of(float[] samples, Workbench bench) {
        SortedSamples known = bench.machine(SortedSamples.class, SortedSamples::new);
        System.arraycopy(samples, 0, known.sorted, 0, samples.length);
        known.length = samples.length;
        Arrays.sort(known.sorted, 0, known.length);
        return known;
    }

    /** Returns the magnitudes of the samples in order, valid until the next call at the same workbench. */
    static SortedSamples ofMagnitudes(float[] samples, Workbench bench) {
        SortedSamples known = bench.machine(SortedSamples.class, SortedSamples::new);
        for (int i = 0; i < samples.length; i++) {
            known.sorted[i] = Math.abs(samples[i]);
        }
        known.length = samples.length;
        Arrays.sort(known.sorted, 0, known.length);
        return known;
    }

    double percentile(double percent) {
        double place = percent / 100 * (length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
