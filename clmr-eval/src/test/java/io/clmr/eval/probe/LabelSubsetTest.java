package io.clmr.eval.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.Split;
import io.clmr.eval.probe.ProbeConfig.Subset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class LabelSubsetTest {
    private static final List<Clip> CLIPS = IntStream.range(0, 200)
            .mapToObj(n -> Tables.clip("c" + n, Split.TRAIN, List.of(), "song" + n / 4))
            .toList();

    @Property(tries = 100)
    void aSmallerPartLiesWithinALargerOne(
            @ForAll @DoubleRange(min = 0.01, max = 1) double a,
            @ForAll @DoubleRange(min = 0.01, max = 1) double b,
            @ForAll long seed) {
        Set<Clip> large = new HashSet<>(LabelSubset.draw(CLIPS, Subset.SONGS, Math.max(a, b), seed));
        List<Clip> small = LabelSubset.draw(CLIPS, Subset.SONGS, Math.min(a, b), seed);
        assertTrue(large.containsAll(small));
        assertEquals(4 * (int) Math.ceil(Math.min(a, b) * 50), small.size()); // whole songs of four clips
    }

    @Test
    void theOrderOfTheClipsDoesNotMatter() {
        List<Clip> reversed = new ArrayList<>(CLIPS);
        Collections.reverse(reversed);
        assertEquals(
                new HashSet<>(LabelSubset.draw(CLIPS, Subset.SONGS, 0.3, 5)),
                new HashSet<>(LabelSubset.draw(reversed, Subset.SONGS, 0.3, 5)));
    }

    @Test
    void anotherSeedDrawsOtherSongs() {
        assertNotEquals(LabelSubset.draw(CLIPS, Subset.SONGS, 0.1, 1), LabelSubset.draw(CLIPS, Subset.SONGS, 0.1, 2));
    }

    @Test
    void theWholeIsUntouched() {
        assertEquals(CLIPS, LabelSubset.draw(CLIPS, Subset.SONGS, 1, 3));
    }

    /** Three combinations of 90, 9 and 1 clips. */
    @Test
    void theBalancedPartKeepsOneOfEachCombinationAndIsNestedToo() {
        List<Clip> clips = IntStream.range(0, 100)
                .mapToObj(n -> Tables.clip(
                        "c" + n, Split.TRAIN, n < 90 ? List.of(0) : n < 99 ? List.of(0, 1) : List.of(), "song" + n))
                .toList();
        List<Clip> small = LabelSubset.draw(clips, Subset.BALANCED_POWERSET, 0.1, 3);
        List<Clip> large = LabelSubset.draw(clips, Subset.BALANCED_POWERSET, 0.5, 3);
        assertEquals(9 + 1 + 1, small.size());
        assertEquals(45 + 4 + 1, large.size());
        assertTrue(large.containsAll(small));
    }
}
