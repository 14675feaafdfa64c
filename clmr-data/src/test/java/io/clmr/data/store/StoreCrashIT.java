package io.clmr.data.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.base.files.FileWatch;
import io.clmr.data.audio.AudioDecoder;
import io.clmr.data.audio.AudioSelection;
import io.clmr.data.audio.TestAudio;
import io.clmr.data.dataset.DatasetConfig;
import io.clmr.data.dataset.MusicDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prepares stores in processes whose decoder really crashes on files named "poison". */
class StoreCrashIT {
    private static final int CRASHED = 1; // where the JVM leaves no core dump, it exits after its log is written
    private static final int FILES = 12;

    @TempDir
    Path folder;

    /** The process. Arguments: folder of the music, folder of the store, whether refused files are tried again. */
    public static final class Preparer {
        public static void main(String[] arguments) throws IOException {
            AudioDecoder.watch(new Poison());
            PrepareOptions options =
                    new PrepareOptions(8000, 8000, 4, AudioSelection.defaults(), Boolean.parseBoolean(arguments[2]));
            StoreBuilder.prepare(
                            Path.of(arguments[1]),
                            MusicDataset.load(DatasetConfig.of("folder", Path.of(arguments[0])))
                                    .clips(),
                            options,
                            PrepareListener.none())
                    .close();
        }
    }

    /** Crashes in native code at the end of each file of that name. */
    private static final class Poison implements FileWatch {
        @Override
        public Mark begin(Path file) {
            boolean poisoned = file.getFileName().toString().contains("poison");
            return new Mark() {
                @Override
                public void survived() {
                    if (poisoned) {
                        Pointer.memset(null, 1, 1);
                    }
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public boolean isSuspect(Path file) {
            return false;
        }
    }

    @BeforeEach
    void music() throws IOException {
        Files.createDirectories(folder.resolve("music"));
        for (int n = 0; n < FILES; n++) {
            float[] noise = new float[16_000];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (float) Math.sin(i * (n + 1) * 0.01);
            }
            TestAudio.writeFloatWav(music("song" + n), 8000, 1, noise);
        }
    }

    private Path music(String name) {
        return folder.resolve("music").resolve(name + ".wav");
    }

    private Path store() {
        return folder.resolve("store");
    }

    private void poison(String name) throws IOException {
        Files.copy(music("song0"), music(name));
    }

    private int prepare(boolean retryFailed) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-CreateCoredumpOnCrash",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Preparer.class.getName(),
                        folder.resolve("music").toString(),
                        store().toString(),
                        Boolean.toString(retryFailed))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start()
                .waitFor();
    }

    /** Returns how often the preparation crashes before it comes to its end. */
    private int crashesUntilDone() throws IOException, InterruptedException {
        int crashes = 0;
        for (int code = prepare(false); code != 0; code = prepare(false)) {
            assertEquals(CRASHED, code, Files.readString(folder.resolve("said")));
            crashes++;
            assertTrue(crashes <= 4, "no end in sight");
        }
        return crashes;
    }

    private List<String> refused() throws IOException {
        try (PcmStore store = PcmStore.open(store())) {
            assertEquals(FILES, store.tracks(), "the innocent files are all there");
            return store.refused().stream()
                    .map(track -> track.key() + " " + track.verdict().name().toLowerCase(Locale.ROOT))
                    .toList();
        }
    }

    @Test
    void fileThatCrashesTheDecoderCostsTwoCrashesAndOneLine() throws Exception {
        poison("song1-poison");
        assertEquals(2, crashesUntilDone());
        assertEquals(List.of("song1-poison.wav crashed"), refused());
        assertEquals(
                List.of(
                        "key,verdict,reason,path",
                        "song1-poison.wav,crashed,\"crashed the decoder in 2 runs and is passed over; convert it with"
                                + " another program, or try it again with --retry-failed\"," + music("song1-poison")),
                Files.readAllLines(store().resolve("errors.csv")));
        assertFalse(Files.exists(store().resolve("decoding.inflight")));

        assertEquals(0, prepare(false), "it is passed over ever after");
        assertEquals(CRASHED, prepare(true), "and tried again if asked for");
        Files.delete(music("song1-poison"));
        assertEquals(0, prepare(false));
        assertEquals(List.of(), refused());
    }

    @Test
    void eachOfSeveralSuchFilesIsFoundOut() throws Exception {
        poison("song1-poison");
        poison("song1-poison-too");
        assertTrue(crashesUntilDone() >= 3);
        assertEquals(List.of("song1-poison-too.wav crashed", "song1-poison.wav crashed"), refused());
    }
}
