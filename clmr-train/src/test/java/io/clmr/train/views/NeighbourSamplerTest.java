package io.clmr.train.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.augment.RandomStream;
import io.clmr.augment.Range;
import java.io.IOException;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighbourSamplerTest {

    private static final int WINDOW = 20736;
    private static final int RATE_HZ = 8000;

    @TempDir
    private Path folder = Path.of("");

    @Property(tries = 2000, seed = "42")
    void liesAtTheDistanceOrAsFarAsTheClipAllows(
            @ForAll @IntRange(max = 1000) int last,
            @ForAll @IntRange(max = 1000) int place,
            @ForAll @IntRange(max = 1500) int distance,
            @ForAll boolean later) {
        int anchor = place % (last + 1);

        int start = NeighbourSampler.start(anchor, distance, later, last);

        assertTrue(start >= 0 && start <= last, "start " + start);
        assertEquals(Math.min(distance, Math.max(anchor, last - anchor)), Math.abs(start - anchor));
    }

    @Property(tries = 2000, seed = "42")
    void liesOnTheDrawnSideWhereItFitsThere(
            @ForAll @IntRange(max = 1000) int last,
            @ForAll @IntRange(max = 1000) int place,
            @ForAll @IntRange(min = 1, max = 1500) int distance) {
        int anchor = place % (last + 1);

        if (anchor + distance <= last) {
            assertEquals(anchor + distance, NeighbourSampler.start(anchor, distance, true, last));
        }
        if (anchor >= distance) {
            assertEquals(anchor - distance, NeighbourSampler.start(anchor, distance, false, last));
        }
    }

    @Test
    void anEndlessDistanceIsTheFartherEnd() {
        assertEquals(100, NeighbourSampler.start(30, Integer.MAX_VALUE, false, 100));
        assertEquals(0, NeighbourSampler.start(70, Integer.MAX_VALUE, true, 100));
        assertEquals(0, NeighbourSampler.start(0, Integer.MAX_VALUE, true, 0)); // a clip of one window
    }

    @Test
    void distancesAreUniformAndBothSidesAsLikely() throws IOException {
        int draws = 20_000;
        int later = 0;
        double seconds = 0;
        double squares = 0;
        try (var music = QuickstartMusic.prepare(folder.resolve("store"), 1, RATE_HZ, WINDOW)) {
            TrainingSet tracks = QuickstartMusic.all(music, WINDOW);
            int middle = tracks.lastOffset(0, WINDOW) / 2; // 4.7 s from either end
            NeighbourSampler sampler =
                    new NeighbourSampler(track -> tracks.lastOffset(track, WINDOW), RATE_HZ, new Range(1, 4));
            for (int i = 0; i < draws; i++) {
                Crop positive = sampler.draw(new Crop(0, middle), RandomStream.of(42, i));
                double distance = (positive.offsetSamples() - middle) / (double) RATE_HZ;
                assertTrue(Math.abs(distance) >= 1 && Math.abs(distance) <= 4, "distance " + distance);
                later += distance > 0 ? 1 : 0;
                seconds += Math.abs(distance) / draws;
                squares += distance * distance / draws;
            }
        }

        assertEquals(0.5, later / (double) draws, 5 * 0.5 / Math.sqrt(draws)); // five standard deviations
        assertEquals(2.5, seconds, 5 * Math.sqrt(9 / 12.0 / draws));
        assertEquals(7, squares, 0.2); // (4³ - 1³) / (3 · 3), standard deviation of the mean 0.03
    }
}
