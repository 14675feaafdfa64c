package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dataset of which every tenth file is broken, each in another way. */
class BrokenFilesIT {

    @TempDir
    private Path folder = Path.of("");

    private final Set<String> broken = new TreeSet<>();

    @BeforeEach
    void breakEveryTenthFile() throws IOException {
        Path music = Music.copy(folder.resolve("music"), 14);
        List<String> clips = new ArrayList<>();
        for (String line : Files.readAllLines(music.resolve("split.csv"))) {
            clips.add(line.substring(0, line.lastIndexOf(',')));
        }
        for (int i = 5; i < clips.size(); i += 10) {
            Path file = music.resolve(clips.get(i));
            byte[] bytes = Files.readAllBytes(file);
            switch (i / 10 % 4) {
                case 0 -> Files.write(file, new byte[0]);
                case 1 -> Files.writeString(file, "no music");
                case 2 -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 3));
                default -> {
                    Files.delete(file);
                    Files.createSymbolicLink(file, Path.of("gone.mp3"));
                }
            }
            broken.add(clips.get(i));
        }
    }

    private Program run(String command, String... more) {
        List<String> args = new ArrayList<>(List.of(
                command,
                "--set",
                "dataset.format=folder",
                "--set",
                "dataset.root=" + folder.resolve("music"),
                "--set",
                "model.width=0.0625",
                "--set",
                "train.device=cpu"));
        args.addAll(List.of(more));
        return Program.run(folder, args.toArray(String[]::new));
    }

    @Test
    void itTrainsWithAndWithoutAStoreAndNamesThem() throws IOException {
        assertEquals(4, broken.size());
        String store = "store.path=" + folder.resolve("store");
        Program prepared = run("prepare", "--set", store);
        assertEquals(ExitCode.DONE, prepared.code(), prepared.err());
        assertTrue(prepared.out().contains("38 tracks of music ready"), prepared.out());
        assertTrue(prepared.out().contains("4 files are unusable and left out"), prepared.out());
        Set<String> named = new TreeSet<>();
        for (String line : Files.readAllLines(folder.resolve("store/errors.csv"))) {
            named.add(line.split(",", 2)[0]);
        }
        named.remove("key");
        assertEquals(broken, named);

        for (String from : List.of(store, "store.path=none")) {
            Program trained = run(
                    "pretrain",
                    "--out",
                    folder.resolve("run" + from.length()).toString(),
                    "--set",
                    from,
                    "--set",
                    "train.batch_size=4",
                    "--set",
                    "train.max_steps=3");
            assertEquals(ExitCode.DONE, trained.code(), trained.err());
            assertTrue(trained.err().contains("music: 4 of 42 clips are unusable and left out: "), trained.err());
            String log = Files.readString(folder.resolve("run" + from.length()).resolve("log.txt"));
            for (String clip : broken) {
                assertTrue(log.contains("left out: " + clip + ": "), clip + " in " + log);
            }
        }
    }

    @Test
    void checkNamesThem() throws IOException {
        Program program = run("check", "--set", "store.path=none", "--json", "-q");
        assertEquals(ExitCode.FINDINGS, program.code(), program.err());
        Set<String> named = new TreeSet<>();
        for (JsonNode finding : new ObjectMapper().readTree(program.out()).get("findings")) {
            if (Set.of("unreadable", "empty", "labels_without_audio")
                    .contains(finding.get("kind").asText())) {
                finding.get("cases")
                        .forEach(one -> named.add(one.get("clips").get(0).asText()));
            }
        }
        assertEquals(broken, named);
    }
}
