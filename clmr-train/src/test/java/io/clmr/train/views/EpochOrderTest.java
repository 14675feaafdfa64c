package io.clmr.train.views;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class EpochOrderTest {

    @Property(tries = 100, seed = "42")
    void holdsEveryTrackOnce(
            @ForAll long seed, @ForAll @LongRange(min = 0) long epoch, @ForAll @IntRange(max = 500) int tracks) {
        int[] order = EpochOrder.of(seed, epoch, tracks);

        Arrays.sort(order);
        assertArrayEquals(IntStream.range(0, tracks).toArray(), order);
    }

    @Property(tries = 50, seed = "42")
    void isAnotherOneInTheNextEpochAndTheSameWhenAskedAgain(
            @ForAll long seed, @ForAll @LongRange(min = 0, max = 1_000_000) long epoch) {
        int[] order = EpochOrder.of(seed, epoch, 100);

        assertArrayEquals(order, EpochOrder.of(seed, epoch, 100));
        assertFalse(Arrays.equals(order, EpochOrder.of(seed, epoch + 1, 100)));
    }
}
