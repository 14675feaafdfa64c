package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program says and returns before it does anything. */
class CommandLineTest {

    @TempDir
    private Path folder = Path.of("");

    private Program run(String... args) {
        return Program.run(folder, args);
    }

    @Test
    void withoutACommandTheUsageGoesToTheErrorStream() {
        Program program = run();
        assertEquals(ExitCode.USAGE, program.code());
        assertEquals("", program.out());
        assertTrue(program.err().startsWith("Example:"), program.err());
    }

    @Test
    void helpIsAResult() {
        Program program = run("--help");
        assertEquals(ExitCode.DONE, program.code());
        assertEquals("", program.err());
        for (String command : List.of(
                "quickstart",
                "doctor",
                "prepare",
                "augment",
                "pretrain",
                "linear-eval",
                "embed",
                "tag",
                "similar",
                "import",
                "export",
                "bench",
                "config",
                "completion")) {
            assertTrue(program.out().contains("\n  " + command + " "), command);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quickstart",
                "doctor",
                "prepare",
                "augment",
                "pretrain",
                "linear-eval",
                "embed",
                "tag",
                "similar",
                "import",
                "export",
                "bench",
                "config",
                "completion"
            })
    void helpOfACommandOpensWithAnExample(String command) {
        Program program = run(command, "--help");
        assertEquals(ExitCode.DONE, program.code());
        assertTrue(program.out().startsWith("Example"), program.out());
        assertTrue(program.out().contains("clmr " + command), program.out());
        assertTrue(program.out().contains("--json"), program.out());
    }

    @Test
    void versionNamesJava() {
        Program program = run("--version");
        assertEquals(ExitCode.DONE, program.code());
        assertTrue(program.out().startsWith("clmr "), program.out());
        assertTrue(program.out().contains("Java " + Runtime.version().feature()), program.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pretain                     | clmr: unknown command 'pretain'; did you mean pretrain? 'clmr --help' shows the usage
            train                       | clmr: unknown command 'train'; did you mean pretrain? 'clmr --help' shows the usage
            help                        | clmr: unknown command 'help'; did you mean --help? 'clmr --help' shows the usage
            eval                        | clmr: unknown command 'eval'; did you mean linear-eval? 'clmr --help' shows the usage
            xyz                         | clmr: unknown command 'xyz'; 'clmr --help' shows the usage
            pretrain --confg=x          | clmr: unknown option '--confg'; did you mean --config? 'clmr pretrain --help' shows the usage
            prepare now                 | clmr: unexpected argument 'now'; 'clmr prepare --help' shows the usage
            prepare --threads many      | clmr: invalid value for option '--threads': 'many' is not an int; 'clmr prepare --help' shows the usage
            prepare --threads 0         | clmr: --threads is 0, expected 1 or more
            embed x --out y.npy         | clmr: missing required option: '--checkpoint=C'; 'clmr embed --help' shows the usage
            embed x --out y.txt --checkpoint random | clmr: --out is y.txt, expected a name that ends in .npy, .csv, .parquet
            embed x --out y.npy --checkpoint random --pool max | clmr: --pool is 'max', expected one of mean, mean+std, none
            embed x --out y.npy --checkpoint random --shard 5/4 | clmr: --shard: shard is 5/4, expected 1/n to n/n
            embed x --out y.npy --checkpoint random --hop 0 | clmr: --hop: hop is 0.0 s, expected above 0 and at most 86400 s
            embed x --out y.npy --checkpoint mfcc | clmr: --checkpoint is mfcc, a baseline of linear-eval that needs a training set; expected weights, or random
            augment a.wav b.mp3         | clmr: OUT is b.mp3, expected a name that ends in .wav or .npy
            augment a.wav b.wav --view 2 | clmr: --view is 2, expected 0 to 1, since train.views is 2
            augment a.wav b.wav --sample-rate 400 | clmr: --sample-rate is 400 Hz, expected 8000 to 192000 Hz
            augment a.wav b.wav --apply pitch cents=9000 | clmr: --apply: pitch: cents is 9000, allowed are -700 to 700
            augment a.wav b.wav --apply pitch cents=high | clmr: --apply pitch: cents is 'high', expected a number; 'clmr augment --help' shows the usage
            augment a.wav b.wav --apply gain | clmr: --apply: gain: gain_db is missing, allowed are -120 to 60
            pretrain --out a --resume b | clmr: --out a and --resume b are both given, expected one: a new run or an old one
            pretrain                    | clmr: dataset.root is not set, expected the folder of the dataset: give a file with --config, or --set dataset.root=FOLDER
            pretrain --set train.batch_size=1 | clmr: --set train.batch_size=1: train.batch_size is 1, expected at least 2
            linear-eval --checkpoint random --head liner | clmr: --head liner: probe.head is 'liner', expected linear, mlp, logistic, knn or grid; did you mean linear?
            linear-eval --checkpoint random --label-fraction 2 | clmr: --label-fraction 2: probe.label_fraction is 2.0, expected above 0 and at most 1
            bench augment --views 0     | clmr: --views, --windows, --times, --batch and --steps are expected to be 1 or more
            """)
    void usageErrorsAreOneLineAndCode2(String args, String message) {
        Program program = run(args.split(" "));
        assertEquals(message, program.err().strip());
        assertEquals(ExitCode.USAGE, program.code());
        assertEquals("", program.out());
    }

    @Test
    void unknownOperationsNameTheNearest() {
        Program program = run("augment", "a.wav", "b.wav", "--apply", "pich", "cents=3");
        assertEquals(ExitCode.USAGE, program.code());
        assertTrue(
                program.err()
                        .startsWith("clmr: --apply pich: no such operation; did you mean pitch? There are polarity, "),
                program.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            linear-eval --checkpoint randm | clmr: randm is not there, expected a run folder, a checkpoint folder or a file of weights, or random, random-bn, mfcc; did you mean random?
            embed DIR/none.mp3 --checkpoint random --out DIR/o.npy | clmr: DIR/none.mp3: no such file or folder
            prepare --set dataset.root=DIR/none --set dataset.format=folder | clmr: DIR/none: is not there, expected a folder of audio files
            pretrain --resume DIR/none  | clmr: DIR/none: is not a run folder: it has no run.json
            prepare --set dataset.root=DIR --set dataset.split=thirds | clmr: DIR: dataset.split is "thirds", expected pons2017 or won2020 for magnatagatune
            augment DIR/none.npy DIR/o.npy | clmr: DIR/none.npy: is not a file, expected mono samples in .npy
            """)
    void missingInputsAreCode3(String args, String message) {
        Program program = run(args.replace("DIR", folder.toString()).split(" "));
        assertEquals(message, program.err().strip().replace(folder.toString(), "DIR"));
        assertEquals(ExitCode.INPUT, program.code());
    }

    @Test
    void filesThatAreNoAudioAreCode3() throws IOException {
        Path text = folder.resolve("text.mp3");
        Files.writeString(text, "this is not music\n".repeat(100));
        Path empty = folder.resolve("empty.mp3");
        Files.createFile(empty);
        for (Path file : List.of(text, empty, folder)) {
            Program program =
                    run("augment", file.toString(), folder.resolve("o.wav").toString());
            assertEquals(ExitCode.INPUT, program.code(), program.err());
            assertTrue(program.err().startsWith("clmr: " + file + ": "), program.err());
            assertEquals(1, program.err().lines().count(), program.err());
        }
        assertTrue(Files.notExists(folder.resolve("o.wav")));
    }

    @Test
    void checkpointsThatAreNoneAreCode3() throws IOException {
        Path empty = folder.resolve("empty.safetensors");
        Files.createFile(empty);
        Path text = folder.resolve("text.pt");
        Files.writeString(text, "no weights");
        for (Path file : List.of(empty, text, folder)) {
            Program program = run(
                    "embed",
                    Music.clip().toString(),
                    "--checkpoint",
                    file.toString(),
                    "--out",
                    folder.resolve("o.npy").toString());
            assertEquals(ExitCode.INPUT, program.code(), program.err());
            assertTrue(program.err().startsWith("clmr: " + folder), program.err());
            assertEquals(1, program.err().lines().count(), program.err());
        }
    }

    @Test
    void outputsInTheWayAreReportedBeforeAnyWork() throws IOException {
        Path tone = Music.tone(folder.resolve("t.wav"), 4000, 22050);
        Path inTheWay = folder.resolve("taken.npy");
        Files.createDirectory(inTheWay);
        Program program = run("augment", tone.toString(), inTheWay.toString(), "--apply", "polarity");
        assertEquals(
                "clmr: " + inTheWay + " is a folder, expected the name of a file to write",
                program.err().strip());
        assertEquals(ExitCode.USAGE, program.code());
    }

    @Test
    void configPrintsEverythingAndJsonIsOneDocument() {
        Program yaml = run("config", "--print", "--set", "train.batch_size=48");
        assertEquals(ExitCode.DONE, yaml.code());
        assertTrue(yaml.out().contains("  batch_size: 48 "), yaml.out());
        Program json = run("config", "--print", "--json");
        assertTrue(json.out().strip().startsWith("{") && json.out().strip().endsWith("}"), json.out());
        assertTrue(json.out().contains("\"train.batch_size\" : \"96\""), json.out());
    }

    @Test
    void completionKnowsTheCommands() {
        Program program = run("completion");
        assertEquals(ExitCode.DONE, program.code());
        assertTrue(program.out().startsWith("#!/usr/bin/env bash"), program.out());
        assertTrue(program.out().contains("linear-eval"));
    }

    @Test
    void unexpectedErrorsLeaveOneLineAndAFile() throws IOException {
        Program program = run(
                "augment",
                Music.tone(folder.resolve("t.wav"), 30000, 22050).toString(),
                folder.resolve("o.wav").toString(),
                "--apply",
                "polarity",
                "--set",
                "model.encoder=sample_cnn");
        assertEquals(ExitCode.DONE, program.code(), program.err());
        Session session = new Session(
                new io.clmr.cli.console.Console(
                        new java.io.ByteArrayOutputStream(), new java.io.ByteArrayOutputStream(), false, false),
                new Interruption(),
                java.util.Map.of("CLMR_LOG_DIR", folder.toString()));
        int code = new ErrorReporter(session).report(new IllegalStateException("surprise"), List.of("augment", "x"));
        assertEquals(ExitCode.BUG, code);
        try (Stream<Path> files = Files.list(folder)) {
            Path log = files.filter(file -> file.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
            String text = Files.readString(log);
            assertTrue(text.startsWith("clmr augment x\n"), text);
            assertTrue(text.contains("java.lang.IllegalStateException: surprise\n\tat "), text);
        }
    }
}
