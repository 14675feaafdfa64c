package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.clmr.cli.console.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every example of every {@code --help}, of README and docs as it stands, in a folder that has what they name: a little
 * music, a run of two steps and what was made with it.
 *
 * <p>Names in the examples are taken for names in that folder. Its configurations are tiny ones under the names of ours;
 * {@code RecipesTest} reads the real ones.
 */
class ExamplesIT {

    /** Examples that are only parsed here, by a part of their text, and why. */
    private static final Map<String, String> NOT_RUN = new TreeMap<>(Map.ofEntries(
            Map.entry("gpu", "needs a GPU"),
            Map.entry("clmr quickstart", "takes minutes; its parts are run by other examples"),
            Map.entry("reproduce main --dry-run", "measures the steps of a full network"),
            Map.entry("reproduce transfer", "trains for hours; ReproduceIT runs a small table"),
            Map.entry("reproduce batch", "measures the steps of a full network"),
            Map.entry("reproduce augmentations --set", "trains for hours; ReproduceIT runs a small table"),
            Map.entry("results-table", "writes this checkout's own pages"),
            Map.entry("$ clmr pretrain --config mine.yaml", "shows an error"),
            Map.entry("bench probe", "takes minutes"),
            Map.entry("bench similar", "takes half a minute")));

    /** What the examples call things that are here under another name. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("FILE", "configs/paper/labels-small.yaml"),
            Map.entry("DIR", "runs/sweep"),
            Map.entry("RUN", "runs/mtat"),
            Map.entry("DATA", "music"),
            Map.entry("MUSIC", "music"),
            Map.entry("/music", "music"),
            Map.entry("finetuned_head.pt", "head.safetensors"),
            Map.entry("clmr_finetuned_head.pt", "head.safetensors"),
            Map.entry("/disk", "music"),
            Map.entry("/disk/music", "music"),
            Map.entry("/mount", "music"),
            Map.entry("/mount/music", "music"));

    /** Numbers that take long, and smaller ones that go the same way. */
    private static final Map<String, String> SMALLER = Map.of(
            "train.max_epochs=3000", "train.max_steps=3",
            "--views=500", "--views=5",
            "--width=0.25", "--width=0.0625",
            "--width=1", "--width=0.0625",
            "--batch=24", "--batch=4",
            "--steps=10", "--steps=2");

    private static final Set<String> FOLDERS = Set.of("music", "quickstart", "eval-random-bn");
    private static final Pattern SHARES = Pattern.compile("[0-9./]+");
    private static final Pattern FILE =
            Pattern.compile(".*\\.(npy|csv|parquet|wav|mp3|png|html|onnx|json|yaml|safetensors|ckpt|pt|txt)");

    private static final Path CHECKPOINTS =
            Path.of("..", "clmr-core", "src", "test", "resources", "parity", "checkpoints");

    @TempDir
    private static Path folder = Path.of("");

    private static Path here = Path.of("");
    private static Path kept = Path.of("");

    private record Ended(int code, String err) {}

    private static Ended run(List<String> arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Session session = new Session(
                new Console(OutputStream.nullOutputStream(), err, false, false),
                new Interruption(),
                Map.of("CLMR_LOG_DIR", folder.toString()));
        int code = Main.run(session, arguments.toArray(String[]::new));
        return new Ended(code, err.toString(StandardCharsets.UTF_8));
    }

    private static void make(String line) {
        Ended ended = run(arguments(line));
        assertEquals(ExitCode.DONE, ended.code(), () -> line + ": " + ended.err());
    }

    private static List<String> arguments(String line) {
        return new Examples.Example("", "clmr " + line)
                .arguments().stream().map(ExamplesIT::placed).toList();
    }

    @BeforeAll
    static void makeWhatTheExamplesName() throws IOException {
        System.setProperty(
                "clmr.home", Path.of("..").toAbsolutePath().normalize().toString());
        here = Files.createDirectories(folder.resolve("here"));
        kept = folder.resolve("kept");
        List<String> clips = music();
        configurations();
        make("prepare --config configs/mtat.yaml");
        make("pretrain --config configs/mtat.yaml --out runs/mtat");
        Files.copy(here.resolve("runs/mtat/latest"), here.resolve("runs/mtat/best"));
        make("linear-eval --checkpoint runs/mtat --out runs/mtat/eval");
        make("linear-eval --checkpoint random-bn --config configs/mtat.yaml --out eval-random-bn");
        make("supervised --config configs/mtat.yaml --out runs/supervised");
        for (String copy : List.of("runs/a", "runs/mine", "runs/first", "runs/minitat", "quickstart")) {
            copy(here.resolve("runs/mtat"), here.resolve(copy));
        }
        published();
        make("embed music/ --checkpoint runs/mtat --pool mean --out music.npy");
        make("embed music/ --checkpoint runs/mtat --pool mean --out mine.npy");
        make("embed music/ --checkpoint runs/mtat --pool mean --out clips.npy");
        make("similar --index clips.npy --pairs pairs.csv --below music --top 1");
        make("sweep configs/paper/labels-small.yaml --out runs/labels");
        Files.createDirectories(here.resolve("data/magnatagatune"));
        Files.writeString(
                here.resolve("data/magnatagatune/comparisons_final.csv"),
                "clip1_numvotes\tclip2_numvotes\tclip3_numvotes\tclip1_mp3_path\tclip2_mp3_path\tclip3_mp3_path\n3\t1\t0\t"
                        + String.join("\t", clips.subList(0, 3)) + "\n");
        copy(here, kept);
    }

    @AfterAll
    static void forgetTheCheckout() {
        System.clearProperty("clmr.home");
    }

    private static List<String> music() throws IOException {
        Path music = Music.copy(here.resolve("music"), 6);
        List<String> clips = Files.readAllLines(music.resolve("split.csv")).stream()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList();
        Path first = music.resolve(clips.get(0));
        for (String name : List.of("song.mp3", "other.mp3", "music/a.mp3", "song.flac")) {
            Files.copy(first, here.resolve(name)); // a name's ending decides nothing
        }
        Files.writeString(music.resolve("split.csv"), "a.mp3,train\n" + Files.readString(music.resolve("split.csv")));
        Files.writeString(here.resolve("list.txt"), here.resolve("song.mp3") + "\n" + first + "\n");
        return clips;
    }

    private static void configurations() throws IOException {
        String tiny = """
                dataset: {format: folder, root: '%s'}
                store: {path: '%s'}
                model: {width: 0.0625}
                train: {batch_size: 2, max_steps: 2, log_every_steps: 1, checkpoint_every_steps: 1, device: cpu, workers: 1}
                probe: {head: logistic, train_windows: all}
                supervised: {batch_size: 2, max_epochs: 1}
                """.formatted(here.resolve("music"), here.resolve("store"));
        Files.createDirectories(here.resolve("configs/paper"));
        try (Stream<Path> ours = Files.list(Path.of("..", "configs"))) {
            for (Path file : ours.filter(Files::isRegularFile).toList()) {
                Files.writeString(here.resolve("configs").resolve(file.getFileName()), tiny);
            }
        }
        Files.writeString(here.resolve("mine.yaml"), tiny);
        Files.writeString(
                here.resolve("configs/paper/labels-small.yaml"),
                "{config: ../mtat.yaml, encoders: [random-bn, mfcc], grid: {probe.label_fraction: [0.5, 1.0]}}\n");
    }

    private static void published() throws IOException {
        for (String name : List.of("clmr.ckpt", "clmr_epoch=10000.ckpt", "lightning.ckpt")) {
            Files.copy(CHECKPOINTS.resolve("malicious_nested.ckpt"), here.resolve(name)); // of which nothing is run
        }
        Files.copy(CHECKPOINTS.resolve("first_version_keys.pt"), here.resolve("first_version.pt"));
        Files.write(here.resolve("head.safetensors"), head(50, 32));
        make("import clmr.ckpt --out runs/published");
        make("import head.safetensors --out runs/published");
    }

    /** A published head: the linear layer of a network, by the names of torch.nn.Sequential. */
    private static byte[] head(int tags, int features) {
        int bytes = 4 * tags * features;
        String header = "{\"0.weight\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[0,%d]},"
                + "\"0.bias\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[%d,%d]}}";
        byte[] text = String.format(header, tags, features, bytes, tags, bytes, bytes + 4 * tags)
                .getBytes(StandardCharsets.UTF_8);
        return java.nio.ByteBuffer.allocate(8 + text.length + bytes + 4 * tags)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.exists(path)) {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Returns a word of an example with the names in it being those of this test's folder. */
    private static String placed(String word) {
        String name = NAMES.getOrDefault(word, word);
        int equals = name.indexOf('=');
        if (equals > 0 && (name.indexOf('/') > equals || name.indexOf('.') < equals)) {
            return name.substring(0, equals + 1) + placed(name.substring(equals + 1));
        }
        if (name.contains(",")) {
            return Arrays.stream(name.split(",")).map(ExamplesIT::placed).collect(Collectors.joining(","));
        }
        boolean path = name.contains("/") || FILE.matcher(name).matches() || FOLDERS.contains(name);
        return path && !SHARES.matcher(name).matches() ? here.resolve(name).toString() : name;
    }

    static List<Examples.Example> examples() throws IOException {
        return Examples.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void runsAsItStands(Examples.Example example) throws IOException {
        if (NOT_RUN.keySet().stream().anyMatch(example.text()::contains)) {
            Session session = new Session(
                    new Console(OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), false, false),
                    new Interruption(),
                    Map.of());
            assumeFalse(example.text().contains("$(("), "a shell computes in it");
            CommandTree.build(session).parseArgs(example.arguments().toArray(String[]::new));
            return;
        }
        assumeFalse(
                example.text().contains("--format web")
                        && Main.class.getResource("/onnxruntime-web/ort.wasm.bundle.min.mjs") == null,
                "built where ONNX Runtime Web could not be fetched");
        delete(here);
        copy(kept, here);
        List<String> arguments = smaller(arguments(example));
        makeRoom(arguments);
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream((here.resolve("song.flac") + "\n").getBytes(StandardCharsets.UTF_8)));
        try {
            Ended ended = run(arguments);
            int expected =
                    arguments.get(0).equals("check") ? ExitCode.FINDINGS : ExitCode.DONE; // a few songs for many tags
            assertEquals(expected, ended.code(), () -> arguments + ": " + ended.err());
        } finally {
            System.setIn(before);
        }
    }

    private static List<String> arguments(Examples.Example example) throws IOException {
        String best = Files.readString(here.resolve("runs/mtat/best")).strip();
        String text = example.text().replace("RUN/checkpoints/$(cat RUN/best)", "runs/mtat/checkpoints/" + best);
        return new Examples.Example(example.place(), text)
                .arguments().stream().map(ExamplesIT::placed).toList();
    }

    private static List<String> smaller(List<String> arguments) {
        List<String> smaller = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            String pair = i == 0 ? "" : SMALLER.getOrDefault(arguments.get(i - 1) + "=" + word, "");
            smaller.add(pair.isEmpty() ? SMALLER.getOrDefault(word, word) : pair.substring(pair.indexOf('=') + 1));
        }
        return smaller;
    }

    /** An example makes its output, which others find made. */
    private static void makeRoom(List<String> arguments) throws IOException {
        boolean names = arguments.contains("--out") || arguments.contains("--resume");
        if (Set.of("pretrain", "supervised").contains(arguments.get(0)) && !names) {
            arguments.addAll(List.of("--out", here.resolve("runs/new").toString())); // not in the folder of this build
        }
        int out = arguments.indexOf("--out");
        if (out < 0) {
            return;
        }
        if (arguments.get(1).endsWith("head.safetensors")) {
            delete(here.resolve("runs/published/head.safetensors")); // whose encoder stays there
            return;
        }
        Path target = Path.of(arguments.get(out + 1));
        delete(target);
        String stem = target.getFileName().toString().replaceFirst("\\.[a-z]+$", ".");
        try (Stream<Path> beside = Files.list(here)) {
            for (Path file : beside.filter(other -> arguments.get(0).equals("embed")
                            && other.getFileName().toString().startsWith(stem))
                    .toList()) {
                delete(file);
            }
        }
    }

    @Test
    void everyReasonNotToRunIsStillOne() throws IOException {
        List<Examples.Example> examples = Examples.all();
        NOT_RUN.keySet()
                .forEach(part -> assertTrue(
                        examples.stream().anyMatch(example -> example.text().contains(part)), part));
    }

    @Test
    void findsTheExamples() throws IOException {
        List<Examples.Example> examples = Examples.all();
        for (String place : List.of("README.md", "bridges.md", "embedding.md", "embed --help", "completion --help")) {
            assertTrue(examples.stream().anyMatch(example -> example.place().equals(place)), place);
        }
        assertTrue(examples.size() > 90, examples.size() + " examples");
    }
}
