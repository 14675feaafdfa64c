package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that strangers chose are shown, but not obeyed; files that are none of ours are not shown. */
class StrangersTextTest {

    private static final String NAME = "a\nclmr: all is well\u001b[2J\u202e.mp3";
    private static final String SHOWN = "a\\u000aclmr: all is well\\u001b[2J\\u202e.mp3";
    private static final String SECRET = "hunter2";

    @TempDir
    private Path folder = Path.of("");

    private Path music = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        music = Files.createDirectory(folder.resolve("music"));
    }

    private Program run(String line) {
        return Program.run(folder, line.replace("DIR", folder.toString()).split(" "));
    }

    private static void assertShown(Program program) {
        String all = program.out() + program.err();
        assertTrue(all.contains(SHOWN), all);
        assertTrue(all.lines().noneMatch(line -> line.startsWith("clmr: all is well")), all);
        assertTrue(
                all.codePoints().noneMatch(c -> c != '\n' && c != '\t' && (Character.isISOControl(c) || c == 0x202e)),
                all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "embed DIR/music --checkpoint random --out DIR/o.npy",
                "prepare --set dataset.format=folder --set dataset.root=DIR/music",
                "check --set dataset.format=folder --set dataset.root=DIR/music"
            })
    void namesOfFilesAreEscaped(String line) throws IOException {
        Files.writeString(music.resolve(NAME), "no music");
        assertShown(run(line));
    }

    @Test
    void jsonHoldsTheNameItself() throws IOException {
        Files.writeString(music.resolve(NAME), "no music");
        Program program = run("check --set dataset.format=folder --set dataset.root=DIR/music --json");
        assertTrue(program.out().codePoints().noneMatch(c -> c == 0x1b || c == 0x202e), program.out());
        JsonNode found =
                new ObjectMapper().readTree(program.out()).get("findings").get(0);
        assertEquals(NAME, found.get("cases").get(0).get("clips").get(0).asText());
    }

    @Test
    void namesOfTensorsAreEscaped() throws IOException {
        String name = NAME.replace("\n", "\\n").replace("\u001b", "\\u001b");
        byte[] header = ("{\"" + name + "\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}")
                .getBytes(StandardCharsets.UTF_8);
        Files.write(
                folder.resolve("x.safetensors"),
                ByteBuffer.allocate(12 + header.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .put(header)
                        .array());
        assertShown(run("import DIR/x.safetensors --out DIR/out"));
    }

    @Test
    void namesOfASweepAreEscaped() throws IOException {
        Files.writeString(folder.resolve("s.yaml"), """
                list:
                  - {name: "a\\nclmr: all is well\\e[2J\\u202e.mp3", train.batch_sise: 3}
                """);
        Program program = run("sweep DIR/s.yaml --dry-run --set dataset.root=DIR/music --set dataset.format=folder");
        assertEquals(ExitCode.USAGE, program.code(), program.err());
        assertFalse(program.err().contains("\u001b"), program.err());
        assertEquals(1, program.err().lines().count(), program.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root:hunter2:19000:0:99999:7:::\ndaemon:*:1:0:99999:7:::\n",
                "-----BEGIN PRIVATE KEY-----\nhunter2==\n-----END PRIVATE KEY-----\n",
                "hunter2",
                "- hunter2",
                "hunter2 is: the word",
                "{\"hunter2/x\": 1}",
                "'hunter2\n",
                "a: [hunter2",
                "name: x\n  hunter2\nb: c: d",
            })
    void filesThatAreNoConfigurationAreNotShown(String content) throws IOException {
        Files.writeString(folder.resolve("secret"), content);
        for (String line : new String[] {
            "pretrain --config DIR/secret",
            "config --print DIR/secret",
            "sweep DIR/secret --dry-run",
            "report DIR/secret --out DIR/x.html",
            "tag DIR/secret --probe DIR/secret",
            "linear-eval --checkpoint DIR/secret",
            "import DIR/secret --out DIR/out",
            "similar --index DIR/secret --query x"
        }) {
            Program program = run(line);
            assertTrue(program.code() == ExitCode.USAGE || program.code() == ExitCode.INPUT, line + program.err());
            assertFalse(program.err().contains(SECRET), line + ": " + program.err());
        }
    }
}
