package io.clmr.augment.dsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoxSamplesTest {

    @Test
    void truncatesTowardsZeroAndClips() {
        assertEquals(1, SoxSamples.truncated(1.9f * 0x1p-31f));
        assertEquals(-1, SoxSamples.truncated(-1.9f * 0x1p-31f));
        assertEquals(Integer.MAX_VALUE, SoxSamples.truncated(1f));
        assertEquals(Integer.MAX_VALUE, SoxSamples.truncated(7f));
        assertEquals(Integer.MIN_VALUE, SoxSamples.truncated(-1f));
        assertEquals(Integer.MIN_VALUE, SoxSamples.truncated(-7f));
    }

    @ParameterizedTest
    @CsvSource({
        "63, 0",
        "64, 1",
        "-64, 0",
        "-65, -1",
        "191, 1",
        "192, 2",
        "2147483583, 16777215",
        "2147483584, 16777216"
    })
    void roundsToStepsOf128WithTiesUpwards(int sample, int steps) {
        assertEquals(steps * 0x1p-24f, SoxSamples.rounded(sample));
    }

    @Property
    void meanSendsHalvesAwayFromZero(@ForAll int a, @ForAll int b) {
        long sum = (long) a + b;
        long expected = sum >= 0 ? (sum + 1) / 2 : (sum - 1) / 2;

        assertEquals(expected, SoxSamples.mean(a, b));
    }

    @Test
    void storesWithHalvesToEvenAndClips() {
        float[] stored = new float[5];

        SoxSamples.store(new double[] {63.5, 64.5, 190.5, 1e12, -1e12}, stored, 5);

        // 63.5 -> 64 -> 1 step; 64.5 -> 64; 190.5 -> 190 -> 1 step; beyond full scale -> +-1
        assertArrayEquals(new float[] {0x1p-24f, 0x1p-24f, 0x1p-24f, 1f, -1f}, stored);
    }
}
