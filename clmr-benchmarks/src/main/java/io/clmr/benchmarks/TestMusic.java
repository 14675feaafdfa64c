package io.clmr.benchmarks;

import io.clmr.augment.RandomStream;

/** Something like music, the same for everyone: plucked notes of a few partials each, four a second. */
final class TestMusic {
    private static final int PARTIALS = 6;
    private static final double NOTES_PER_SECOND = 4;
    private static final double DECAY_PER_SECOND = 5;

    private TestMusic() {}

    static float[] samples(int count, int sampleRateHz) {
        RandomStream stream = RandomStream.of(1);
        float[] samples = new float[count];
        int spacing = (int) (sampleRateHz / NOTES_PER_SECOND);
        for (int start = 0; start < count; start += spacing) {
            addNote(samples, start, 220 * Math.pow(2, stream.uniformInt(0, 24) / 12.0), sampleRateHz);
        }
        return samples;
    }

    private static void addNote(float[] samples, int start, double hz, int sampleRateHz) {
        for (int i = start; i < samples.length; i++) {
            double seconds = (i - start) / (double) sampleRateHz;
            double sum = 0;
            for (int partial = 1; partial <= PARTIALS; partial++) {
                sum += Math.sin(2 * Math.PI * hz * partial * seconds) / partial;
            }
            samples[i] += (float) (0.15 * Math.exp(-DECAY_PER_SECOND * seconds) * sum);
        }
    }
}
