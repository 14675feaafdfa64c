package io.clmr.eval.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.Split;
import io.clmr.data.store.ClipReader;
import io.clmr.data.store.SourceFingerprint;
import io.clmr.data.store.StoredTrack;
import io.clmr.data.store.Verdict;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest {
    private static final WindowChoice ONE = new WindowChoice.RandomOne(1);

    @TempDir
    private Path folder;

    private final List<Clip> clips = List.of(clip("a"), clip("b"), clip("short"));
    private int computed;

    @Test
    void theSameIsComputedOnceAndReadBackToTheBit() throws IOException {
        FeatureTable first = get("weights", 7, ONE, clips);
        FeatureTable second = get("weights", 7, ONE, clips);
        assertEquals(1, computed);
        assertEquals(first.clips(), second.clips());
        assertEquals(List.of("short: too short"), second.skipped());
        for (int n = 0; n < 2; n++) {
            assertArrayEquals(first.windows().get(n), second.windows().get(n));
        }
    }

    @Test
    void otherWeightsOtherAudioOtherWindowsAndOtherClipsAreComputedAnew() throws IOException {
        get("weights", 7, ONE, clips);
        get("other weights", 7, ONE, clips);
        get("weights", 8, ONE, clips);
        get("weights", 7, new WindowChoice.RandomOne(2), clips);
        get("weights", 7, new WindowChoice.All(WindowRule.DROP_LAST), clips);
        get("weights", 7, new WindowChoice.All(WindowRule.ALL_FULL), clips);
        get("weights", 7, ONE, clips.subList(0, 2));
        assertEquals(7, computed);
        get("weights", 7, ONE, clips);
        assertEquals(7, computed);
    }

    @Test
    void aDamagedFileIsComputedAnewAndReplaced() throws IOException {
        get("weights", 7, ONE, clips);
        Path file = onlyFile();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        get("weights", 7, ONE, clips);
        assertEquals(2, computed);
        get("weights", 7, ONE, clips);
        assertEquals(2, computed);
    }

    /** A file that was renamed by hand says itself that it is another's. */
    @Test
    void aFileUnderAnothersNameIsNotUsed() throws IOException {
        get("weights", 7, ONE, clips);
        Path first = onlyFile();
        Path aside = folder.resolve("aside");
        Files.move(first, aside);
        get("other weights", 7, ONE, clips);
        Path second = Stream.of(folder.toFile().listFiles())
                .map(File::toPath)
                .filter(path -> !path.equals(aside))
                .findFirst()
                .orElseThrow();
        Files.move(aside, second, StandardCopyOption.REPLACE_EXISTING);
        get("other weights", 7, ONE, clips);
        assertEquals(3, computed);
    }

    @Test
    void aFolderThatCannotBeMadeOnlyCostsTime() throws IOException {
        Path blocked = Files.writeString(folder.resolve("file"), "").resolve("below");
        FeatureCache.in(blocked).get(new Counted("w"), new Reader(1), clips, ONE, ProgressListener.none());
        FeatureCache.in(blocked).get(new Counted("w"), new Reader(1), clips, ONE, ProgressListener.none());
        assertEquals(2, computed);
    }

    private FeatureTable get(String weights, long crc, WindowChoice choice, List<Clip> wanted) throws IOException {
        return FeatureCache.in(folder)
                .get(new Counted(weights), new Reader(crc), wanted, choice, ProgressListener.none());
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Clip clip(String key) {
        return new Clip(key, Path.of(key), Split.TRAIN, Optional.of(List.of()), key, Optional.empty());
    }

    /** Counts how often it is asked. */
    private final class Counted implements ClipFeatures {
        private final String weights;

        Counted(String weights) {
            this.weights = weights;
        }

        @Override
        public String name() {
            return "counted";
        }

        @Override
        public String fingerprint() {
            return weights;
        }

        @Override
        public int featureDim() {
            return 2;
        }

        @Override
        public int sampleRateHz() {
            return 22050;
        }

        @Override
        public int windowSamples() {
            return 100;
        }

        @Override
        public FeatureTable extract(
                ClipReader reader, List<Clip> wanted, WindowChoice choice, ProgressListener listener) {
            computed++;
            return new FeatureTable(
                    wanted.subList(0, 2),
                    List.of(new float[][] {{0.1f, 2}, {3, -0f}}, new float[][] {{Float.MIN_VALUE, 5}}),
                    wanted.size() > 2 ? List.of("short: too short") : List.of());
        }
    }

    /** Tracks whose samples have one checksum. */
    private record Reader(long crc) implements ClipReader {
        @Override
        public int sampleRateHz() {
            return 22050;
        }

        @Override
        public int tracks() {
            return 1;
        }

        @Override
        public StoredTrack track(int track) {
            return new StoredTrack("a", "a.mp3", 500, Verdict.OK, "", 0, 0, crc, new SourceFingerprint(1, 2));
        }

        @Override
        public OptionalInt find(String key) {
            return OptionalInt.of(0);
        }

        @Override
        public List<StoredTrack> refused() {
            return List.of();
        }

        @Override
        public void read(int track, long offsetSamples, float[] out, int outOffset, int length) {}

        @Override
        public String fingerprint() {
            return "reader";
        }

        @Override
        public void close() {}
    }
}
