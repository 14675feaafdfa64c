package io.clmr.augment.dsp;

import java.util.Arrays;

/** The reverb's filters one sample at a time, four combs side by side since each has to wait for its own last sample. */
final class ScalarReverbFilters implements ReverbFilters {
    private static final int SIDE_BY_SIDE = 4;

    @Override
    public void combs(CombBank bank, float[] input, int inputAt, float[] left, float[] right, int count) {
        channel(bank, 0, input, inputAt, left, count);
        channel(bank, CombBank.CHANNEL, input, inputAt, right, count);
    }

    private static void channel(CombBank bank, int first, float[] input, int inputAt, float[] sum, int count) {
        Arrays.fill(sum, 0, count, 0f);
        for (int comb = first + CombBank.CHANNEL - SIDE_BY_SIDE; comb >= first; comb -= SIDE_BY_SIDE) {
            addFour(bank, comb, input, inputAt, sum, count);
        }
    }

    private static void addFour(CombBank bank, int comb, float[] input, int inputAt, float[] sum, int count) {
        float[] stores = bank.stores();
        float feedback = bank.feedback();
        float damping = bank.damping();
        float[] line0 = bank.line(comb).samples();
        float[] line1 = bank.line(comb + 1).samples();
        float[] line2 = bank.line(comb + 2).samples();
        float[] line3 = bank.line(comb + 3).samples();
        int length0 = bank.line(comb).length();
        int length1 = bank.line(comb + 1).length();
        int length2 = bank.line(comb + 2).length();
        int length3 = bank.line(comb + 3).length();
        float store0 = stores[comb];
        float store1 = stores[comb + 1];
        float store2 = stores[comb + 2];
        float store3 = stores[comb + 3];
        for (int t = 0; t < count; t++) {
            float x = input[inputAt + t];
            float out0 = line0[t];
            float out1 = line1[t];
            float out2 = line2[t];
            float out3 = line3[t];
            store0 = out0 + (store0 - out0) * damping;
            store1 = out1 + (store1 - out1) * damping;
            store2 = out2 + (store2 - out2) * damping;
            store3 = out3 + (store3 - out3) * damping;
            line0[t + length0] = x + store0 * feedback;
            line1[t + length1] = x + store1 * feedback;
            line2[t + length2] = x + store2 * feedback;
            line3[t + length3] = x + store3 * feedback;
            sum[t] = sum[t] + out3 + out2 + out1 + out0;
        }
        stores[comb] = store0;
        stores[comb + 1] = store1;
        stores[comb + 2] = store2;
        stores[comb + 3] = store3;
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
