package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.checkpoint.Safetensors;
import io.clmr.core.model.HostTensor;
import io.clmr.data.npy.NpyFile;
import io.clmr.eval.probe.SavedHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Published files of every kind, and files that only look like one. All are of width 0.0625. */
class ImportCommandTest {

    private static final Path FILES = Path.of("..", "clmr-core", "src", "test", "resources", "parity", "checkpoints")
            .toAbsolutePath()
            .normalize();

    @TempDir
    private Path folder = Path.of("");

    private Program run(String... args) {
        return Program.run(folder, args);
    }

    private Program refused(String... args) {
        Program program = run(args);
        assertEquals(ExitCode.INPUT, program.code(), program.err());
        assertEquals("", program.out());
        assertEquals(1, program.err().lines().count(), program.err());
        assertFalse(Files.exists(folder.resolve("out")), "something was written");
        return program;
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    /** A file of the small set in this checkout, else of the whole set beside it; skips the test if in neither. */
    private static Path file(String name) {
        if (Files.exists(FILES.resolve(name))) {
            return FILES.resolve(name);
        }
        for (Path up = FILES; up != null; up = up.getParent()) {
            for (String place : List.of("shared/parity/core/checkpoints", "shared/real")) {
                Path candidate = up.resolve(place).resolve(name);
                if (Files.exists(candidate)) {
                    return candidate;
                }
            }
        }
        return abort("needs " + name + " of ../shared beside the checkout");
    }

    private JsonNode json(String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--json");
        Program program = run(all.toArray(String[]::new));
        assertEquals(ExitCode.DONE, program.code(), program.err());
        return new ObjectMapper().readTree(program.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lightning.ckpt         | torch.save, zip
            lightning_dict.ckpt    | torch.save, zip
            malicious_nested.ckpt  | torch.save, zip
            plain_zip.pt           | torch.save, zip
            plain_legacy.pt        | torch.save before PyTorch 1.6
            first_version_keys.pt  | torch.save before PyTorch 1.6
            """)
    void publishedFilesBecomeCheckpointFolders(String name, String format) throws IOException {
        Path file = file(name);
        JsonNode result = json("import", file.toString(), "--out", at("out"));
        assertEquals(format, result.path("format").asText());
        assertEquals("sample_cnn", result.path("encoder").asText());
        assertEquals(0.0625, result.path("width").asDouble());
        assertEquals(22050, result.path("sample_rate_hz").asInt());
        assertEquals(59049, result.path("samples").asInt());
        assertEquals(64, result.path("projection_dim").asInt());
        assertEquals(79, result.path("tensors").asInt());
        Checkpoint before = Checkpoint.open(file);
        Checkpoint after = Checkpoint.open(folder.resolve("out"));
        assertEquals(folder.resolve("out/model.safetensors"), after.file());
        assertEquals(before.config(), after.config());
        assertEquals(before.weights().keySet(), after.weights().keySet());
        before.weights().forEach((key, values) -> {
            assertArrayEquals(values.shape(), after.weights().get(key).shape(), key);
            assertArrayEquals(values.toDoubles(), after.weights().get(key).toDoubles(), key);
        });
        assertFalse(Files.exists(Path.of("PWNED")), "the file ran something");
    }

    @Test
    void whatIsLeftOutIsNamedWithItsReason() {
        Program program = run("import", file("lightning.ckpt").toString(), "--out", at("out"));
        assertEquals(ExitCode.DONE, program.code(), program.err());
        assertTrue(
                program.out()
                        .contains("  encoder    sample_cnn, width 0.0625, 22050 Hz, windows of 59049 samples; "
                                + "12864 parameters in all\n"),
                program.out());
        assertTrue(program.out().contains("  projection 64 numbers\n"), program.out());
        assertTrue(
                program.out()
                        .contains("  left out   encoder.sequential.0.0.weight, encoder.sequential.0.0.bias,"
                                + " encoder.sequential.0.1.weight and 74 more: the same once more as model.*\n"),
                program.out());
        assertTrue(program.out().contains(": beside the weights; not looked into\n"), program.out());
        assertTrue(
                program.out().endsWith("written to " + folder.resolve("out/model.safetensors") + "\n"), program.out());
    }

    @Test
    void aPlainFileBySuffixIsReadByEmbed() throws IOException {
        json("import", FILES.resolve("first_version_keys.pt").toString(), "--out", at("deep/er/a.safetensors"));
        JsonNode rows = json(
                "embed", Music.clip().toString(), "--checkpoint", at("deep/er/a.safetensors"), "--out", at("a.npy"));
        assertEquals(32, rows.path("dim").asInt());
        json(
                "embed",
                Music.clip().toString(),
                "--checkpoint",
                file("first_version_keys.pt").toString(),
                "--out",
                at("b.npy"));
        float[][] ours = NpyFile.read(folder.resolve("a.npy")).matrix();
        float[][] direct = NpyFile.read(folder.resolve("b.npy")).matrix();
        assertTrue(ours.length > 0);
        for (int row = 0; row < ours.length; row++) {
            assertArrayEquals(direct[row], ours[row]);
        }
    }

    @Test
    void normalisationOfTheSamplesIsKeptWithTheWeights() throws IOException {
        Program silent = run("import", FILES.resolve("first_version_keys.pt").toString(), "--out", at("plain"));
        assertTrue(
                silent.lastWords().startsWith("clmr: warning: the first published version normalised"), silent.err());
        JsonNode result = json(
                "import",
                FILES.resolve("first_version_keys.pt").toString(),
                "--out",
                at("out"),
                "--mean",
                "-7.7e-5",
                "--std",
                "0.1784");
        assertEquals(0.1784, result.path("normalization").path("std").asDouble());
        Checkpoint checkpoint = Checkpoint.open(folder.resolve("out"));
        assertEquals(-7.7e-5, checkpoint.normalization().orElseThrow().mean());
        json("embed", Music.clip().toString(), "--checkpoint", at("out"), "--out", at("a.npy"));
        json("embed", Music.clip().toString(), "--checkpoint", at("plain"), "--out", at("b.npy"));
        assertTrue(NpyFile.read(folder.resolve("a.npy")).matrix()[0][0]
                != NpyFile.read(folder.resolve("b.npy")).matrix()[0][0]);
    }

    @Test
    void anEncoderAloneIsImportedAndItsHeadLeftOut() throws IOException {
        JsonNode result = json("import", encoderWithHead().toString(), "--out", at("out"));
        assertEquals("safetensors", result.path("format").asText());
        assertEquals(77, result.path("tensors").asInt());
        assertFalse(result.has("projection_dim"));
        assertEquals(
                "model.0.weight", result.path("ignored").path(0).path("name").asText());
        assertEquals(
                "a head that turns features into scores, which clmr linear-eval fits anew",
                result.path("ignored").path(0).path("reason").asText());
        assertFalse(Checkpoint.open(folder.resolve("out")).hasProjector());
    }

    /** As the published evaluation saves it: the encoder and, as {@code model}, the head. */
    private Path encoderWithHead() throws IOException {
        Map<String, HostTensor> tensors = new LinkedHashMap<>(
                Checkpoint.open(FILES.resolve("first_version_keys.pt")).weights());
        tensors.keySet().removeIf(name -> name.startsWith("projector."));
        tensors.put("model.0.weight", HostTensor.of(new float[10 * 32], 10, 32));
        tensors.put("model.0.bias", HostTensor.of(new float[10], 10));
        Path file = folder.resolve("finetuner.safetensors");
        Safetensors.write(file, tensors, Map.of());
        return file;
    }

    /** A head whose outputs can be told apart: the bias of each is its number. */
    private Path head(String name, int outputs, int features) throws IOException {
        float[] bias = new float[outputs];
        for (int n = 0; n < outputs; n++) {
            bias[n] = n;
        }
        Path head = folder.resolve(name);
        Safetensors.write(
                head,
                Map.of(
                        "model.0.weight",
                        HostTensor.of(new float[outputs * features], outputs, features),
                        "model.0.bias",
                        HostTensor.of(bias, outputs)),
                Map.of());
        return head;
    }

    @Test
    void aHeadIsTakenOverWithThePublishedTags() throws IOException {
        JsonNode result = json("import", head("finetuned.safetensors", 50, 512).toString(), "--out", at("out"));
        assertEquals("guitar", result.get("tags").get(0).asText());
        assertEquals("choral", result.get("tags").get(49).asText());
        assertEquals("", result.get("encoder").asText());
        SavedHead head = SavedHead.open(folder.resolve("out"));
        assertEquals(512, head.features());
        assertEquals(49, head.logits(new float[512])[49]);
        assertEquals("", head.description().fingerprint());
    }

    @Test
    void aHeadBesideItsEncoderIsTiedToIt() throws IOException {
        json("import", FILES.resolve("first_version_keys.pt").toString(), "--out", at("out"));
        Path tags = Files.write(folder.resolve("tags.txt"), List.of("calm", "", "busy"));
        JsonNode result =
                json("import", head("h.safetensors", 2, 32).toString(), "--out", at("out"), "--tags", tags.toString());
        assertEquals(
                folder.resolve("out/model.safetensors").toString(),
                result.get("encoder").asText());
        Path song = Music.tone(folder.resolve("song.wav"), 3 * 22050, 22050);
        JsonNode tagged = json("tag", song.toString(), "--probe", at("out"));
        JsonNode scores = tagged.get("files").get(0).get("tags");
        assertEquals("busy", scores.fieldNames().next());
        assertEquals(1 / (1 + Math.exp(-1)), scores.get("busy").asDouble(), 1e-6);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            7  | 512 | : has 7 outputs, and no file says which tags they are; expected one tag a line, in the order of the outputs
            50 | 64  | : the head takes 64 features, OUT/model.safetensors gives 32; expected the encoder it was fitted on in that folder, or none
            """)
    void headsThatCannotBeUsedAreRefused(int outputs, int features, String reason) throws IOException {
        json("import", FILES.resolve("first_version_keys.pt").toString(), "--out", at("pair"));
        Path head = head("h.safetensors", outputs, features);
        Program program = run("import", head.toString(), "--out", at("pair"));
        assertEquals(ExitCode.INPUT, program.code(), program.err());
        assertEquals("clmr: " + head + reason.replace("OUT", at("pair")), program.lastWords());
        assertFalse(Files.exists(folder.resolve("pair/head.safetensors")));
    }

    @Test
    void aHeadIsNoEncoder() throws IOException {
        Path head = head("h.safetensors", 50, 512);
        Program program = run("export", "--format", "onnx", at("x.onnx"), "--checkpoint", head.toString());
        assertEquals(ExitCode.INPUT, program.code(), program.err());
    }

    @Test
    void thePublishedHeadTagsWithAnEncoderOfItsSize() throws IOException {
        json("import", file("published_head.pt").toString(), "--out", at("out"));
        Path song = Music.tone(folder.resolve("song.wav"), 3 * 22050, 22050);
        JsonNode tagged = json("tag", song.toString(), "--probe", at("out"), "--checkpoint", "random", "--top", "50");
        assertEquals(50, tagged.get("files").get(0).get("tags").size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            malicious.pt        | entry 'x' of the state dict is a call of posix.system, expected a tensor; nothing of it was run
            malicious_legacy.pt | entry 'x' of the state dict is a call of posix.system, expected a tensor; nothing of it was run
            malicious_bare.pkl  | neither a zip file nor one of torch.save before PyTorch 1.6
            dtypes.pt           | holds no encoder; its tensors are
            truncated_zip.pt    | cut short
            """)
    void filesThatHoldNoEncoderOrTooMuchAreRefused(String name, String reason) {
        Program program = refused("import", FILES.resolve(name).toString(), "--out", at("out"));
        assertTrue(program.lastWords().startsWith("clmr: " + FILES.resolve(name) + ": "), program.err());
        assertTrue(program.lastWords().contains(reason), program.err());
        assertFalse(Files.exists(Path.of("PWNED")), "the file ran something");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 1000, 50_000})
    void anOldFileCutShortIsRefused(int length) throws IOException {
        byte[] whole = Files.readAllBytes(FILES.resolve("first_version_keys.pt"));
        Path cut = Files.write(folder.resolve("cut.pt"), java.util.Arrays.copyOf(whole, length));
        assertTrue(refused("import", cut.toString(), "--out", at("out")).err().startsWith("clmr: " + cut + ": "));
    }

    @Test
    void missingUnexpectedAndMisshapenTensorsAreNamed() throws IOException {
        Map<String, HostTensor> weights =
                Checkpoint.open(FILES.resolve("first_version_keys.pt")).weights();
        Map<String, HostTensor> changed = new LinkedHashMap<>(weights);
        changed.remove("encoder.sequential.4.1.bias");
        changed.put("encoder.sequential.4.2.scale", HostTensor.of(new float[3], 3));
        changed.put("projector.0.weight", HostTensor.of(new float[32 * 16], 32, 16));
        Path file = folder.resolve("changed.safetensors");
        Safetensors.write(file, changed, Map.of());
        assertEquals(
                "clmr: " + file + ": missing encoder.sequential.4.1.bias; unexpected encoder.sequential.4.2.scale;"
                        + " projector.0.weight is [32, 16], expected [32, 32]",
                refused("import", file.toString(), "--out", at("out")).lastWords());
    }

    @Test
    void foldersAndMissingFilesAreNoInput() throws IOException {
        assertEquals(
                "clmr: " + folder + " is a folder, expected a file of weights (.ckpt, .pt, .pth or .safetensors)",
                refused("import", folder.toString(), "--out", at("out")).lastWords());
        assertEquals(
                "clmr: " + at("none.pt") + " is not there, expected a file of weights",
                refused("import", at("none.pt"), "--out", at("out")).lastWords());
        json("import", FILES.resolve("first_version_keys.pt").toString(), "--out", at("ours"));
        assertEquals(
                "clmr: " + at("ours") + " holds a checkpoint of ours, which needs no import; give the folder to"
                        + " --checkpoint",
                refused("import", at("ours"), "--out", at("out")).lastWords());
    }

    @Test
    void whatIsThereIsOverwrittenOnlyByForce() throws IOException {
        String file = FILES.resolve("first_version_keys.pt").toString();
        Path target = Files.writeString(folder.resolve("taken.safetensors"), "precious");
        Program program = run("import", file, "--out", target.toString());
        assertEquals(ExitCode.INPUT, program.code());
        assertEquals(
                "clmr: " + target + " is there already; choose another name, or overwrite it with --force",
                program.lastWords());
        assertEquals("precious", Files.readString(target));
        json("import", file, "--out", target.toString(), "--force");
        assertEquals(79, Checkpoint.open(target).weights().size());
        Files.createDirectories(folder.resolve("run/checkpoints"));
        Program run = run("import", file, "--out", at("run"), "--force");
        assertEquals(ExitCode.INPUT, run.code());
        assertTrue(
                run.lastWords().contains(" is a run folder, whose own checkpoints these weights would hide"),
                run.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --out OUT.ckpt               | clmr: --out is OUT.ckpt, expected the name of a folder, or one that ends in .safetensors
            --out OUT --mean 0           | clmr: --mean and --std belong together, expected both or none
            --out OUT --mean 0 --std 0   | clmr: --mean, --std: standard deviation of the samples is 0.0, expected a finite number above 0
            """)
    void usageErrorsComeBeforeAnyWork(String args, String message) {
        List<String> all = new ArrayList<>(List.of("import", at("none.pt")));
        all.addAll(List.of(args.replace("OUT", at("out")).split(" ")));
        Program program = run(all.toArray(String[]::new));
        assertEquals(message.replace("OUT", at("out")), program.err().strip());
        assertEquals(ExitCode.USAGE, program.code());
    }
}
