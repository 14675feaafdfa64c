package io.clmr.augment.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Compares waveforms as the golden vectors ask for: by the largest absolute difference. */
public final class Waveforms {
    private Waveforms() {}

    public static void assertClose(float[] expected, float[] actual, double tolerance) {
        assertEquals(expected.length, actual.length, "number of samples");
        double worst = 0;
        int at = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs((double) expected[i] - actual[i]);
            if (!(difference <= worst)) {
                worst = difference;
                at = i;
            }
        }
        int where = at;
        assertEquals(0, worst, tolerance, () -> "largest difference, at sample " + where);
    }
}
