package io.clmr.augment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

    /** A changed generator would silently change every view of every run ever made. */
    @Test
    void firstNumbersNeverChange() {
        RandomStream stream = RandomStream.forView(42, 3, "songs/a.mp3", 1);

        assertEquals(-8787191192401779817L, stream.nextLong());
        assertEquals(-1609841139166057901L, stream.nextLong());
    }

    @Test
    void everyCoordinateCounts() {
        long base = RandomStream.of(1, 2, 3).nextLong();

        assertNotEquals(base, RandomStream.of(2, 2, 3).nextLong());
        assertNotEquals(base, RandomStream.of(1, 3, 3).nextLong());
        assertNotEquals(base, RandomStream.of(1, 3, 2).nextLong());
        assertNotEquals(base, RandomStream.of(1, 2).nextLong());
        assertNotEquals(
                RandomStream.forView(1, 1, "ab", 0).nextLong(),
                RandomStream.forView(1, 1, "ba", 0).nextLong());
    }

    @Property
    void staysInside(@ForAll long seed, @ForAll int a, @ForAll int b) {
        RandomStream stream = RandomStream.of(seed);
        int min = Math.min(a, b);
        int max = Math.max(a, b);

        int whole = stream.uniformInt(min, max);
        double real = stream.uniform(min, max);

        assertTrue(whole >= min && whole <= max);
        assertTrue(real >= min && real <= max);
    }

    @Test
    void reachesBothEndsEquallyOften() {
        RandomStream stream = RandomStream.of(1);
        int[] counts = new int[7];
        int draws = 70_000;
        for (int i = 0; i < draws; i++) {
            counts[stream.uniformInt(-3, 3) + 3]++;
        }

        for (int count : counts) {
            assertEquals(10_000, count, 400); // 4.3 standard deviations
        }
    }

    @Test
    void gaussianHasMeanZeroAndVarianceOne() {
        RandomStream stream = RandomStream.of(2);
        int draws = 200_000;
        double sum = 0;
        double squares = 0;
        double fourths = 0;
        for (int i = 0; i < draws; i++) {
            double x = stream.nextGaussian();
            sum += x;
            squares += x * x;
            fourths += x * x * x * x;
        }

        assertEquals(0, sum / draws, 0.01); // each 4 standard deviations
        assertEquals(1, squares / draws, 0.013);
        assertEquals(3, fourths / draws, 0.09);
    }

    @Test
    void certaintyIsCertain() {
        RandomStream stream = RandomStream.of(3);
        for (int i = 0; i < 1000; i++) {
            assertTrue(stream.chance(1));
            assertFalse(stream.chance(0));
        }
    }

    @Test
    void refusesRangesWithoutANumber() {
        assertEquals(
                "no whole number lies in [2, 1]",
                assertThrows(IllegalArgumentException.class, () -> RandomStream.of(1)
                                .uniformInt(2, 1))
                        .getMessage());
    }
}
