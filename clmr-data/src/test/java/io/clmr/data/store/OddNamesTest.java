package io.clmr.data.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clmr.data.audio.TestAudio;
import io.clmr.data.dataset.DatasetConfig;
import io.clmr.data.dataset.MusicDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and links as they are on people's disks: everything is decoded or named in errors.csv, nothing is passed over. */
class OddNamesTest {
    private static final PrepareOptions OPTIONS = new PrepareOptions(16000, 43740, 2);

    @TempDir
    Path folder;

    private Path music;

    private Path copy(String name) throws IOException {
        Path clip = TestAudio.quickstartMusic().resolve("amber_archive/signal_velvet_078-0.mp3");
        Path target = music.resolve(name);
        Files.createDirectories(target.resolveSibling("x").getParent());
        return Files.copy(clip, target);
    }

    private void make() throws IOException {
        music = Files.createDirectory(folder.resolve("music"));
    }

    private PcmStore prepare() throws IOException {
        MusicDataset dataset = MusicDataset.load(DatasetConfig.of("folder", music));
        return StoreBuilder.prepare(folder.resolve("store"), dataset.clips(), OPTIONS, PrepareListener.none());
    }

    private static Set<String> keys(PcmStore store) {
        return new TreeSet<>(IntStream.range(0, store.tracks())
                .mapToObj(i -> store.track(i).key())
                .toList());
    }

    @Test
    void spacesQuotesLinesAndDepthAreNothingSpecial() throws IOException {
        make();
        String deep = String.join("/", java.util.Collections.nCopies(18, "a".repeat(200))) + "/deep.mp3";
        Set<String> names = Set.of(
                "with space.mp3",
                "it's \"quoted\".mp3",
                "-dash.mp3",
                "100%.mp3",
                "ünïcödé/日本.mp3",
                "#1, a.mp3",
                "dir.mp3/in.mp3",
                deep);
        for (String name : names) {
            copy(name);
        }
        try (PcmStore store = prepare()) {
            assertEquals(new TreeSet<>(names), keys(store));
            assertEquals(List.of(), store.refused());
        }
        try (PcmStore again = PcmStore.open(folder.resolve("store"))) {
            assertEquals(new TreeSet<>(names), keys(again));
        }
    }

    @Test
    void linksToNowhereAndLoopsAreNamed() throws IOException {
        make();
        copy("clip.mp3");
        Files.createSymbolicLink(music.resolve("nowhere.mp3"), Path.of("gone.mp3"));
        Files.createSymbolicLink(music.resolve("self.mp3"), Path.of("self.mp3"));
        Files.createSymbolicLink(music.resolve("ping.mp3"), Path.of("pong.mp3"));
        Files.createSymbolicLink(music.resolve("pong.mp3"), Path.of("ping.mp3"));
        Files.createSymbolicLink(music.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(music.resolve("here"), Path.of("."));
        Files.createSymbolicLink(music.resolve("link.mp3"), Path.of("clip.mp3"));
        Files.createDirectory(music.resolve("folder.mp3"));
        try (PcmStore store = prepare()) {
            assertEquals(Set.of("clip.mp3", "link.mp3"), keys(store));
            assertEquals(
                    Set.of("nowhere.mp3", "self.mp3", "ping.mp3", "pong.mp3"),
                    new TreeSet<>(store.refused().stream().map(StoredTrack::key).toList()));
            assertTrue(store.refused().stream().allMatch(track -> track.verdict() == Verdict.UNREADABLE));
        }
        String errors = Files.readString(folder.resolve("store/errors.csv"));
        assertTrue(errors.contains("nowhere.mp3,unreadable,is not there"), errors);
    }

    @Test
    void bytesThatAreNoUtf8MakeDifferentKeys() throws Exception {
        make();
        copy("clip.mp3");
        Process process = new ProcessBuilder(
                        "sh", "-c", "for c in 351 350; do cp clip.mp3 \"$(printf \"caf\\\\$c.mp3\")\"; done")
                .directory(music.toFile())
                .start();
        assumeTrue(process.waitFor() == 0, "needs a shell and a file system that takes any bytes for names");
        try (PcmStore store = prepare()) {
            assertEquals(new TreeSet<>(Set.of("caf%E8.mp3", "caf%E9.mp3", "clip.mp3")), keys(store));
        }
    }
}
