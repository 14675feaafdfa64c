package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code scripts/clmr} in the shells, locales and folders that people have. */
class LauncherIT {

    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    private static final String DONE = "clmr 0";

    @TempDir
    private Path folder = Path.of("");

    private record Ended(int code, String out, String err) {}

    @BeforeEach
    void needsABuildAndAShell() {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "scripts/clmr needs /bin/bash");
        assumeTrue(
                Files.exists(Path.of("target", "clmr", "classpath")), "scripts/clmr needs what 'mvnw package' leaves");
    }

    /** Runs a line of shell in a folder; {@code clmr} in it is the launcher of the checkout. */
    private Ended shell(Path directory, Map<String, String> environment, String line)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", "-c", line)
                .directory(directory.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.matches("LC_.*|LANG|.*JAVA.*OPTIONS|CLMR_.*|COLUMNS"));
        builder.environment().put("CLMR_BUILD", "never"); // the build that runs this test has just built it
        builder.environment().put("clmr", CHECKOUT.resolve("scripts/clmr").toString());
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Ended(
                code,
                new String(Files.readAllBytes(folder.resolve("out")), StandardCharsets.UTF_8),
                new String(Files.readAllBytes(folder.resolve("err")), StandardCharsets.UTF_8));
    }

    private Ended shell(String line) throws IOException, InterruptedException {
        return shell(folder, Map.of(), line);
    }

    private static void assertDone(Ended ended) {
        assertEquals(0, ended.code(), ended.err());
        assertTrue(ended.out().startsWith(DONE), ended.out());
    }

    /** Leaves a checkout of links to this one in a folder of another name. */
    private Path checkoutAt(String name) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("clmr-cli"));
        for (String part : List.of("clmr-cli/target")) {
            Files.createSymbolicLink(home.resolve(part), CHECKOUT.resolve(part));
        }
        Files.createDirectories(home.resolve("scripts"));
        for (String script : List.of("clmr", "launcher.sh")) {
            Files.copy(
                    CHECKOUT.resolve("scripts").resolve(script),
                    home.resolve("scripts").resolve(script),
                    java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
        return home;
    }

    @ParameterizedTest
    @ValueSource(strings = {"de_DE.UTF-8", "xx_XX.UTF-8", "C", "de_DE.ISO-8859-1", ""})
    void opensEveryNameWhateverTheLocale(String locale) throws IOException, InterruptedException {
        Music.tone(folder.resolve("größe 音.npy"), 3000, 22050);
        Ended ended =
                shell(folder, Map.of("LC_ALL", locale), "\"$clmr\" augment *音.npy out.npy --apply gain gain_db=-6");
        assertEquals(0, ended.code(), ended.err());
        assertTrue(Files.exists(folder.resolve("out.npy")));
    }

    @Test
    void tellsTheSystemsErrorsInEnglish() throws IOException, InterruptedException {
        Ended ended =
                shell(folder, Map.of("LANG", "de_DE.UTF-8", "LANGUAGE", "de"), "\"$clmr\" config --print > /dev/full");
        assertEquals(ExitCode.ENVIRONMENT, ended.code());
        assertTrue(ended.err().contains("No space left on device"), ended.err());
    }

    @Test
    void worksWhereCdPrints() throws IOException, InterruptedException {
        assertDone(shell(CHECKOUT, Map.of("CDPATH", ".:/tmp"), "scripts/clmr --version"));
    }

    @Test
    void worksInPosixMode() throws IOException, InterruptedException {
        Music.tone(folder.resolve("in.npy"), 3000, 22050);
        Ended ended = shell(
                folder,
                Map.of("POSIXLY_CORRECT", "1", "GREP_OPTIONS", "--color=always"),
                "\"$clmr\" augment in.npy out.npy --apply gain gain_db=-6");
        assertEquals(0, ended.code(), ended.err());
        assertEquals("", ended.err());
    }

    @Test
    void worksWithoutAHomeAndWithoutAFolderForTemporaryFiles() throws IOException, InterruptedException {
        assertDone(shell(folder, Map.of("TMPDIR", "/nonexistent"), "unset HOME; \"$clmr\" --version"));
        assertDone(shell(folder, Map.of("HOME", "/nonexistent"), "\"$clmr\" --version"));
    }

    @Test
    void worksWithOptionsForEveryJava() throws IOException, InterruptedException {
        assertDone(shell(folder, Map.of("JAVA_TOOL_OPTIONS", "-Dany=thing"), "\"$clmr\" --version"));
    }

    @Test
    void worksInAFolderWithSpacesAndSigns() throws IOException, InterruptedException {
        Path home = checkoutAt("my music & 'more' $HOME");
        assertDone(shell("'" + home.toString().replace("'", "'\\''") + "/scripts/clmr' --version"));
    }

    @Test
    void refusesACheckoutWithAColonInItsPath() throws IOException, InterruptedException {
        Path home = checkoutAt("music:mine");
        Ended ended = shell("'" + home + "/scripts/clmr' --version");
        assertEquals(
                "clmr: this checkout lies in '" + home.toRealPath()
                        + "', and Java works in no folder with a colon in its path; rename it",
                ended.err().strip());
        assertEquals(4, ended.code());
        Files.createSymbolicLink(folder.resolve("colon:link"), checkoutAt("mine"));
        assertDone(shell("colon:link/scripts/clmr --version"));
    }

    @Test
    void endsWith4WhereTheResultHasNowhereToGo() throws IOException, InterruptedException {
        Map<String, String> lines = new TreeMap<>();
        lines.put("\"$clmr\" --help > /dev/full", "No space left on device");
        lines.put("\"$clmr\" --version >&-", "Bad file descriptor");
        lines.put("\"$clmr\" completion | head -0; exit ${PIPESTATUS[0]}", "");
        for (Map.Entry<String, String> line : lines.entrySet()) {
            Ended ended = shell(line.getKey());
            assertEquals(4, ended.code(), line.getKey());
            assertTrue(ended.err().contains(line.getValue()), ended.err());
            assertEquals(line.getValue().isEmpty() ? 0 : 1, ended.err().lines().count(), ended.err());
        }
    }

    @Test
    void keepsATemporaryFolderOfOnesOwn() throws IOException, InterruptedException {
        Path temporary = Files.createDirectory(folder.resolve("my temporary files"));
        Ended ended = shell(
                folder,
                Map.of("TMPDIR", temporary.toString(), "CLMR_OPTS", "-XshowSettings:properties"),
                "\"$clmr\" --version");
        assertTrue((ended.out() + ended.err()).contains("java.io.tmpdir = " + temporary), ended.err());
    }
}
