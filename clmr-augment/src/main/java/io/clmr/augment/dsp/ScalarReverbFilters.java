package io.clmr.augment.dsp;

import java.util.Arrays;

/**
 * The reverb's filters in plain loops.
 *
 * <p>Runs are copied to where all arrays of a loop share one index, since compilers make vector code of that alone.
 */
final class ScalarReverbFilters implements ReverbFilters {
    private final float[] run = new float[CombBank.RUN];
    private final float[] total = new float[CombBank.RUN];

    @Override
    public void sum(float[] lines, int first, int at, int count, float[] sum) {
        Arrays.fill(total, 0, count, 0f);
        for (int comb = first + CombBank.CHANNEL - 1; comb >= first; comb--) {
            System.arraycopy(lines, comb * CombBank.LINE + at, run, 0, count);
            for (int t = 0; t < count; t++) {
                total[t] += run[t];
            }
        }
        System.arraycopy(total, 0, sum, at, count);
    }

    @Override
    public void feedBack(float[] runs, float feedback, float[] input, int at, float[] lines, int[] lengths, int count) {
        System.arraycopy(input, at, total, 0, count);
        for (int comb = 0; comb < CombBank.SIZE; comb++) {
            System.arraycopy(runs, comb * CombBank.RUN, run, 0, count);
            for (int t = 0; t < count; t++) {
                run[t] = total[t] + run[t] * feedback;
            }
            System.arraycopy(run, 0, lines, comb * CombBank.LINE + at + lengths[comb], count);
        }
    }

    @Override
    public void allPass(DelayLine line, float[] signal, int count) {
        float[] samples = line.samples();
        int length = line.length();
        for (int t = 0; t < count; t++) {
            float in = signal[t];
            float out = samples[t];
            samples[t + length] = in + out * 0.5f;
            signal[t] = out - in;
        }
    }
}
