package io.clmr.augment.dsp;

import java.util.Arrays;

/** The reverb's filters one sample at a time. */
final class ScalarReverbFilters implements ReverbFilters {

    @Override
    public void collect(DelayLine[] lines, int first, int at, int count, float[] runs, float[] sum) {
        Arrays.fill(sum, at, at + count, 0f);
        for (int comb = first + CombBank.CHANNEL - 1; comb >= first; comb--) {
            int run = comb * CombBank.RUN;
            System.arraycopy(lines[comb].samples(), at, runs, run, count);
            for (int t = 0; t < count; t++) {
                sum[at + t] += runs[run + t];
            }
        }
    }

    @Override
    public void feedBack(DelayLine[] lines, float[] runs, float feedback, float[] input, int at, int count) {
        for (int comb = 0; comb < CombBank.SIZE; comb++) {
            float[] samples = lines[comb].samples();
            int to = at + lines[comb].length();
            int run = comb * CombBank.RUN;
            for (int t = 0; t < count; t++) {
                samples[to + t] = input[at + t] + runs[run + t] * feedback;
            }
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
