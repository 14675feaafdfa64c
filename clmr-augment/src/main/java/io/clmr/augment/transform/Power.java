package io.clmr.augment.transform;

/** The mean square of a waveform. */
final class Power {
    private Power() {}

    static double of(float[] samples, int length) {
        double squares = 0;
        for (int i = 0; i < length; i++) {
            squares += (double) samples[i] * samples[i];
        }
        return squares / length;
    }
}
