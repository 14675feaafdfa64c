package io.clmr.data.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class FrameIndexTest {
    private static Fingerprint fingerprint(int... frames) {
        return new Fingerprint(frames, 256, List.of(new WaveSigns.Builder(22050).build(0)));
    }

    private static List<String> places(FrameIndex index, int frame) {
        List<String> places = new ArrayList<>();
        index.find(frame, (clip, position) -> places.add(clip + ":" + position));
        return places;
    }

    @Test
    void findsEveryFourthFrameButNoSilence() {
        FrameIndex index = new FrameIndex();
        index.add(0, fingerprint(7, 8, 8, 8, 9, 8, 8, 8, Fingerprint.SILENT));
        index.add(3, fingerprint(9, 8, 8, 8, 7));
        assertEquals(List.of("0:0", "3:4"), places(index, 7));
        assertEquals(List.of("0:4", "3:0"), places(index, 9));
        assertEquals(List.of(), places(index, 8));
        assertEquals(List.of(), places(index, Fingerprint.SILENT));
    }

    @Test
    void keepsTheFirstPlacesOfAFrameThatIsEverywhere() {
        FrameIndex index = new FrameIndex();
        for (int clip = 0; clip < 100; clip++) {
            index.add(clip, fingerprint(5));
        }
        List<String> places = places(index, 5);
        assertEquals(64, places.size());
        assertEquals("0:0", places.get(0));
        assertEquals("63:0", places.get(63));
    }

    @Test
    void growsWithoutLosingAnything() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        int[] frames = new int[40_000];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = random.nextInt() | 1;
        }
        FrameIndex index = new FrameIndex();
        index.add(0, fingerprint(frames));
        index.add(1, fingerprint(frames));
        for (int i = 0; i < frames.length; i += 4) {
            assertEquals(List.of("0:" + i, "1:" + i), places(index, frames[i]), "frame " + i);
        }
    }
}
