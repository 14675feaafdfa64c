package io.clmr.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearestNameTest {

    @Test
    void countsSwapsOnce() {
        assertEquals(1, NearestName.distance("trian", "train"));
        assertEquals(3, NearestName.distance("kitten", "sitting"));
    }

    @Test
    void prefersTheNearest() {
        assertEquals(Optional.of("max_steps"), NearestName.of("max_step", List.of("max_epochs", "max_steps")));
    }

    @Test
    void findsNothingForAnotherWord() {
        assertEquals(Optional.empty(), NearestName.of("bananas", List.of("p", "head", "seed")));
    }

    @Property(seed = "42")
    void distanceIsSymmetricAndBounded(
            @ForAll @AlphaChars @StringLength(max = 8) String a, @ForAll @AlphaChars @StringLength(max = 8) String b) {
        int distance = NearestName.distance(a, b);
        assertEquals(distance, NearestName.distance(b, a));
        assertTrue(distance <= Math.max(a.length(), b.length()));
        assertEquals(a.equals(b), distance == 0);
    }
}
