package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clmr.eval.embed.Embedder;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example for users of the library, compiled and run as they would. */
class ExampleTest {

    private static final Path SOURCE =
            Path.of("..", "examples", "EmbedSong.java").toAbsolutePath().normalize();
    private static final Path WEIGHTS = Path.of(
                    "..", "clmr-core", "src", "test", "resources", "parity", "checkpoints", "first_version_keys.pt")
            .toAbsolutePath()
            .normalize();

    @TempDir
    private Path folder = Path.of("");

    /** Modules of the library alone, and what they need: the example must not lean on the command line. */
    private static String libraryClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("clmr-cli") && !entry.contains("picocli"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void printsTheVectorsOfASong() throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int code = compiler.run(
                null,
                messages,
                messages,
                "-Xlint:all,-path,-processing",
                "-Werror",
                "-proc:none",
                "--release",
                "17",
                "-cp",
                libraryClassPath(),
                "-d",
                folder.toString(),
                SOURCE.toString());
        assertEquals("", messages.toString(StandardCharsets.UTF_8));
        assertEquals(0, code);
        assertEquals(expected(), printed());
    }

    private List<String> printed() throws ReflectiveOperationException, IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            loader.loadClass("EmbedSong").getMethod("main", String[].class).invoke(null, (Object)
                    new String[] {WEIGHTS.toString(), Music.clip().toString()});
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static List<String> expected() throws IOException {
        try (Embedder embedder = Embedder.open(WEIGHTS)) {
            float[][] rows = embedder.embed(Music.clip());
            assertEquals(4, rows.length);
            assertEquals(32, rows[0].length);
            return Stream.of(rows).map(Arrays::toString).toList();
        }
    }
}
