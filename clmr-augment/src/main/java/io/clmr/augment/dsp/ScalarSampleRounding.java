package io.clmr.augment.dsp;

/** The roundings one sample at a time. */
final class ScalarSampleRounding implements SampleRounding {

    @Override
    public void bridge(float[] from, float[] to, int at, int count) {
        for (int i = 0; i < count; i++) {
            to[at + i] = SoxSample.bridged(from[i]);
        }
    }

    @Override
    public void truncate(float[] from, int fromAt, double[] to, int at, int count) {
        for (int i = 0; i < count; i++) {
            to[at + i] = SoxSample.truncated(from[fromAt + i]);
        }
    }

    @Override
    public void store(double[] from, float[] to, int at, int count) {
        for (int i = 0; i < count; i++) {
            to[at + i] = SoxSample.rounded((int) Math.rint(from[i]));
        }
    }

    @Override
    public void mix(float[] dry, int at, float[] left, float[] right, float wetGain, int count) {
        for (int i = 0; i < count; i++) {
            float x = dry[at + i];
            long sum = (long) SoxSample.truncated(x + left[i] * wetGain) + SoxSample.truncated(x + right[i] * wetGain);
            dry[at + i] = SoxSample.rounded((int) (sum >= 0 ? (sum + 1) / 2 : (sum - 1) / 2));
        }
    }
}
