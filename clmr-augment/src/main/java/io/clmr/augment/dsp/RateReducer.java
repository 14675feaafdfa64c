package io.clmr.augment.dsp;

import io.clmr.augment.Workbench;

/**
 * Takes a waveform down to a lower sample rate and back up, which leaves what that rate can hold.
 *
 * <p>Both ways by windowed-sinc interpolation (Smith, Digital Audio Resampling): {@value #ZEROS} zero crossings on either
 * side under a Blackman window (stop band about 74 dB down), the cut-off at {@value #ROLL_OFF} of half the lower rate, so that
 * the stop band starts at that half and nothing folds back. Silence before the start and after the end.
 */
public final class RateReducer {
    private static final int ZEROS = 16;
    /** The transition reaches 3 / 16 of half the lower rate beyond the cut-off: Blackman's main lobe over 32 crossings. */
    private static final double ROLL_OFF = 0.81;
    /** Points of the table per zero crossing; linear interpolation between them errs by less than 1e-6. */
    private static final int RESOLUTION = 1024;

    private final int sampleRateHz;
    private final float[] reduced;
    private final double[] table = new double[ZEROS * RESOLUTION + 2];

    public RateReducer(Workbench bench) {
        sampleRateHz = bench.sampleRateHz();
        reduced = new float[bench.maxSamples() + 1];
        for (int i = 0; i < ZEROS * RESOLUTION; i++) {
            double t = (double) i / RESOLUTION;
            double angle = Math.PI * t / ZEROS;
            double window = 0.42 + 0.5 * StrictMath.cos(angle) + 0.08 * StrictMath.cos(2 * angle);
            table[i] = i == 0 ? 1 : window * StrictMath.sin(Math.PI * t) / (Math.PI * t);
        }
    }

    /** Changes the samples in place; a rate not below the waveform's own changes nothing. */
    public void reduce(float[] samples, int lowerRateHz) {
        if (lowerRateHz >= sampleRateHz) {
            return;
        }
        double ratio = (double) sampleRateHz / lowerRateHz;
        int count = Math.min(reduced.length, (int) Math.ceil(samples.length / ratio));
        double cutOff = ROLL_OFF / ratio;
        interpolate(samples, samples.length, reduced, count, ratio, cutOff);
        // Up again: the images of the lower rate start above half of it, so the same relative cut-off takes them away.
        interpolate(reduced, count, samples, samples.length, 1 / ratio, ROLL_OFF);
    }

    /** Samples the band-limited input at every {@code step} of its samples; cutOff 1 is half the input's rate. */
    private void interpolate(float[] from, int fromLength, float[] to, int toLength, double step, double cutOff) {
        double reach = ZEROS / cutOff;
        double scale = cutOff * RESOLUTION;
        for (int k = 0; k < toLength; k++) {
            double centre = k * step;
            int first = Math.max(0, (int) Math.ceil(centre - reach));
            int last = Math.min(fromLength - 1, (int) Math.floor(centre + reach));
            double sum = 0;
            for (int i = first; i <= last; i++) {
                double place = Math.abs(i - centre) * scale;
                int index = (int) place;
                double left = table[index];
                sum += from[i] * (left + (place - index) * (table[index + 1] - left));
            }
            to[k] = (float) (sum * cutOff);
        }
    }
}
