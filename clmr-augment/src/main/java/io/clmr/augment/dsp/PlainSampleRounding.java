package io.clmr.augment.dsp;

/**
 * The roundings in plain loops.
 *
 * <p>In each loop all arrays share one index: compilers from Java 21 on make vector code of that, and of nothing more general.
 */
final class PlainSampleRounding implements SampleRounding {
    private final int[] leftSum = new int[DelayLine.BLOCK];
    private final int[] rightSum = new int[DelayLine.BLOCK];

    @Override
    public void bridge(float[] samples, int from, int to) {
        for (int i = from; i < to; i++) {
            samples[i] = SoxSamples.rounded(SoxSamples.truncated(samples[i]));
        }
    }

    @Override
    public void truncate(float[] from, double[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = SoxSamples.truncated(from[i]);
        }
    }

    @Override
    public void store(double[] from, float[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = SoxSamples.rounded(SoxSamples.nearest(from[i]));
        }
    }

    @Override
    public void mixDown(float[] dry, float[] left, float[] right, float wetGain, float[] to, int count) {
        addAndTruncate(dry, left, wetGain, leftSum, count);
        addAndTruncate(dry, right, wetGain, rightSum, count);
        for (int i = 0; i < count; i++) {
            to[i] = SoxSamples.rounded(SoxSamples.mean(leftSum[i], rightSum[i]));
        }
    }

    private static void addAndTruncate(float[] dry, float[] wet, float wetGain, int[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = SoxSamples.truncated(dry[i] + wet[i] * wetGain);
        }
    }
}
