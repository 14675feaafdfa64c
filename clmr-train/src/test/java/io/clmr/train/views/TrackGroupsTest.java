package io.clmr.train.views;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.augment.RandomStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrackGroupsTest {

    private static TrackGroups groups(String... names) {
        return new TrackGroups(Stream.of(names)
                .map(name -> Optional.of(name).filter(text -> !text.equals("?")))
                .toList());
    }

    @Test
    void eachOtherTrackOfTheGroupIsAsLikely() {
        TrackGroups groups = groups("a", "b", "a", "a", "b", "a");
        int[] counts = new int[6];
        int draws = 30_000;

        for (int i = 0; i < draws; i++) {
            counts[groups.draw(2, RandomStream.of(42, i))]++;
        }

        double deviation = Math.sqrt(draws / 3.0 * 2 / 3);
        for (int other : List.of(0, 3, 5)) {
            assertEquals(draws / 3.0, counts[other], 5 * deviation);
        }
        assertEquals(0, counts[1] + counts[2] + counts[4]);
    }

    @Test
    void aTrackAloneOrWithoutANameHasNoPartner() {
        TrackGroups groups = groups("a", "?", "a", "b", "?");

        assertTrue(groups.has(0));
        assertFalse(groups.has(1));
        assertFalse(groups.has(3));
        assertFalse(groups.has(4));
        assertEquals(2, groups.count());
    }

    @Test
    void groupsAreNumberedAsTheyAppear() {
        assertArrayEquals(
                new int[] {0, 1, 0, 2, 1}, groups("z", "a", "z", "m", "a").numbers());
        assertThrows(IllegalStateException.class, () -> groups("a", "?").numbers());
    }
}
