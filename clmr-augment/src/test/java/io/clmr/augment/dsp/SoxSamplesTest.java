package io.clmr.augment.dsp;

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
    void nearestSendsHalvesToEvenAndClips() {
        assertEquals(64, SoxSamples.nearest(63.5));
        assertEquals(64, SoxSamples.nearest(64.5));
        assertEquals(Integer.MAX_VALUE, SoxSamples.nearest(1e12));
        assertEquals(Integer.MIN_VALUE, SoxSamples.nearest(-1e12));
    }
}
