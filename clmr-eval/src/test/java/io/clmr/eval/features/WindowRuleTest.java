package io.clmr.eval.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowRuleTest {
    @ParameterizedTest
    @CsvSource({"0, 0, 0", "9, 0, 0", "10, 0, 1", "11, 1, 1", "20, 1, 2", "21, 2, 2", "29, 2, 2"})
    void countsWindowsOfTen(long samples, int dropLast, int allFull) {
        assertEquals(dropLast, WindowRule.DROP_LAST.windows(samples, 10));
        assertEquals(allFull, WindowRule.ALL_FULL.windows(samples, 10));
    }

    /** 29.1 s at 22,050 Hz: ten whole windows and a rest. */
    @Test
    void aClipOfTheBenchmarkHasTenWindowsUnderBothRules() {
        long samples = Math.round(29.1 * 22050);
        assertEquals(10, WindowRule.DROP_LAST.windows(samples, 59049));
        assertEquals(10, WindowRule.ALL_FULL.windows(samples, 59049));
    }

    @Property(tries = 200)
    void aRandomPlaceLiesWithinTheClip(@ForAll String key, @ForAll @IntRange(max = 5) int room, @ForAll long seed) {
        long offset = ClipWindows.offset(key, room, seed);
        assertTrue(0 <= offset && offset <= room, offset + " of " + room);
        assertEquals(offset, ClipWindows.offset(key, room, seed));
    }

    @Test
    void everyPlaceIsDrawnAboutAsOften() {
        int[] counts = new int[6];
        for (int n = 0; n < 6000; n++) {
            counts[(int) ClipWindows.offset("clip" + n, 5, 7)]++;
        }
        for (int count : counts) {
            assertEquals(1000, count, 150); // five standard deviations of sqrt(6000 / 6 * 5 / 6)
        }
    }

    @Test
    void neighbouringSeedsDrawUnrelatedPlaces() {
        assertNotEquals(ClipWindows.offset("a", 1_000_000, 1), ClipWindows.offset("a", 1_000_000, 2));
    }
}
