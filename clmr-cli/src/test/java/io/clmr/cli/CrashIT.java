package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/clmr} where native code crashes on a file. */
class CrashIT {

    private static final int SONGS = 5;

    @TempDir
    private Path folder = Path.of("");

    private Path java = Path.of("");

    private record Ended(int code, String out, List<String> err) {
        /** Returns the lines that tell of crashes, with the place of the log left out. */
        List<String> crashes() {
            return err.stream()
                    .filter(line -> line.contains("crashed") && line.contains("details are in"))
                    .map(line -> line.replaceFirst("; details are in .*", ""))
                    .toList();
        }
    }

    @BeforeEach
    void aJavaThatStartsThePoisonedProgram() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "scripts/clmr needs /bin/bash");
        assumeTrue(
                Files.exists(Path.of("target", "clmr", "classpath")), "scripts/clmr needs what 'mvnw package' leaves");
        Path home = Path.of(System.getProperty("java.home"));
        java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
        Files.copy(home.resolve("release"), folder.resolve("java/release"));
        String script = """
                #!/bin/bash
                options=()
                while [ "$1" != -cp ]; do options+=("$1"); shift; done
                class=$3
                [ "$class" != io.clmr.cli.Main ] || class=io.clmr.cli.PoisonedMain
                exec '%s/bin/java' "${options[@]}" -XX:-CreateCoredumpOnCrash -cp "$2:%s" "$class" "${@:4}"
                """;
        Files.writeString(
                java, script.formatted(home, Path.of("target/test-classes").toAbsolutePath()));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));

        Path music = Files.createDirectories(folder.resolve("music"));
        for (int n = 0; n < SONGS; n++) {
            Files.copy(Music.clip(), music.resolve("song" + n + ".mp3"));
        }
        Files.copy(Music.clip(), music.resolve("song1-poison.mp3"));
    }

    private Ended clmr(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(
                Path.of("..", "scripts", "clmr").toAbsolutePath().normalize().toString());
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("CLMR_BUILD", "never"); // the build that runs this test has just built it
        builder.environment().put("CLMR_JAVA", folder.resolve("java").toString());
        builder.environment().put("CLMR_LOG_DIR", folder.resolve("log").toString());
        int code = builder.start().waitFor();
        return new Ended(
                code,
                Files.readString(folder.resolve("out"), StandardCharsets.UTF_8),
                Files.readAllLines(folder.resolve("err"), StandardCharsets.UTF_8));
    }

    private List<String> left(String where) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(where))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void poisonedFileCostsAnEmbeddingTwoStartsAndOneLine() throws IOException, InterruptedException {
        String[] embed = {
            "embed",
            "music",
            "--checkpoint",
            "random",
            "--set",
            "model.width=0.0625",
            "--out",
            "o.npy",
            "--threads",
            "3"
        };
        Ended ended = clmr(embed);
        assertEquals(0, ended.code(), ended.err().toString());
        Path poison = folder.toRealPath().resolve("music/song1-poison.mp3");
        assertEquals(2, ended.crashes().size(), ended.err().toString());
        assertTrue(ended.crashes().get(0).startsWith("clmr: warning: crashed while it decoded "));
        assertEquals(
                "clmr: warning: crashed again while it decoded " + poison + "; starting again without it",
                ended.crashes().get(1));
        assertTrue(ended.out().startsWith("o.npy: "), ended.out());
        List<String> errors = Files.readAllLines(folder.resolve("o.errors.csv"));
        assertEquals(2, errors.size(), errors.toString());
        assertTrue(errors.get(1).contains("song1-poison.mp3: crashed the decoder in 2 runs"), errors.toString());
        assertEquals(
                SONGS,
                Files.readAllLines(folder.resolve("o.index.csv")).stream()
                        .skip(1)
                        .map(line -> line.split(",")[1])
                        .distinct()
                        .count());
        assertEquals(2, left("log").size(), left("log").toString());
        assertTrue(left(".").stream().noneMatch(name -> name.contains("hs_err") || name.endsWith(".inflight")));

        Ended again = clmr(embed);
        assertEquals(List.of(), again.crashes(), "it is passed over from then on");
    }

    @Test
    void crashOfACommandThatIsNotStartedAgainNamesTheFile() throws IOException, InterruptedException {
        Ended ended = clmr("augment", "music/song1-poison.mp3", "out.wav", "--apply", "gain", "gain_db=-6");
        assertEquals(1, ended.code());
        assertEquals(
                List.of("clmr: warning: crashed while it decoded "
                        + folder.toRealPath().resolve("music/song1-poison.mp3")),
                ended.crashes());
        assertEquals("", ended.out(), "the JVM's own report stays out of the result");
    }

    @Test
    void checkPassesOverAPoisonedFileAndRemembersIt() throws IOException, InterruptedException {
        String[] check = {"check", "--set", "dataset.format=folder", "--set", "dataset.root=music", "--json"};
        Ended ended = clmr(check);
        assertEquals(1, ended.code(), ended.err().toString());
        assertEquals(2, ended.crashes().size(), ended.err().toString());
        assertTrue(ended.out().contains("crashed the decoder in 2 runs"), ended.out());
        assertEquals(List.of(), clmr(check).crashes());
    }
}
