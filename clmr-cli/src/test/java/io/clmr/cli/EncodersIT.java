package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.data.npy.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command that meets an encoder, with those that are not the paper's. */
class EncodersIT {

    private static final int EACH = 6;

    @TempDir
    private Path folder = Path.of("");

    private Program run(String... args) {
        return Program.run(folder, args);
    }

    private JsonNode json(String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--json");
        Program program = run(all.toArray(String[]::new));
        assertEquals(ExitCode.DONE, program.code(), program.err());
        return new ObjectMapper().readTree(program.out());
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private void prepare(String network, String loss) throws IOException {
        Music.copy(folder.resolve("music"), EACH);
        Files.writeString(folder.resolve("tiny.yaml"), """
                dataset: {format: folder, root: "%s"}
                store: {path: none}
                model: {encoder: %s}
                loss: {name: %s}
                train: {batch_size: 3, max_steps: 3, log_every_steps: 1, checkpoint_every_steps: 1, device: cpu, workers: 1}
                probe: {head: logistic, train_windows: all}
                """.formatted(folder.resolve("music"), network, loss));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tune", "tune_plus"})
    void encoderGoesThroughTheCommands(String encoder) throws IOException {
        prepare(encoder + ", width: 0.0909, projection_dim: 8", "nt_xent");
        resumedRunEqualsAnUnbrokenOne();
        probeAndTags(47);
        exports();
    }

    @Test
    void predictiveCodingGoesThroughTheCommands() throws IOException {
        prepare("cpc, width: 0.0625, projection_dim: 640, strides: [5, 3, 2, 2, 2, 2, 2]", "info_nce");
        resumedRunEqualsAnUnbrokenOne();
        probeAndTags(16);
        exports();
    }

    @Test
    void anAverageIsEvaluatedUnlessTheLastWeightsAreWanted() throws IOException {
        prepare("sample_cnn, width: 0.0625, projection_dim: 8", "nt_xent");
        json("pretrain", "--config", at("tiny.yaml"), "--set", "train.ema_decay=0.9", "--out", at("run"));
        float[][] average = scores("average", at("run"));
        float[][] last = scores("last", at("run"), "--raw-weights");
        assertArrayEquals(scores("file", at("run/checkpoints/step-0000003/model.safetensors")), last);
        assertFalse(Arrays.deepEquals(average, last));
    }

    private float[][] scores(String name, String checkpoint, String... options) throws IOException {
        List<String> args = new ArrayList<>(List.of("linear-eval", "--checkpoint", checkpoint, "--out", at(name)));
        args.addAll(List.of(options));
        json(args.toArray(String[]::new));
        return NpyFile.read(folder.resolve(name).resolve("scores.npy")).matrix();
    }

    @ParameterizedTest
    @CsvSource({
        "loss.name=nt_xent, 'model.encoder is cpc, which is trained by predicting, expected loss.name info_nce'",
        "train.accumulate=3, 'train.accumulate is 3, expected 1 with loss info_nce'",
        "loss.positions=20, 'loss.positions is 20, expected more than the 20 steps that model.projection_dim predicts'"
    })
    void refusesLossesThatDoNotFit(String setting, String expected) throws IOException {
        prepare("cpc, width: 0.0625, projection_dim: 640, strides: [5, 3, 2, 2, 2, 2, 2]", "info_nce");
        Program program = run("pretrain", "--config", at("tiny.yaml"), "--out", at("run"), "--set", setting);
        assertEquals(ExitCode.USAGE, program.code(), program.err());
        assertEquals("clmr: loss: " + expected, program.lastWords());
    }

    private void resumedRunEqualsAnUnbrokenOne() throws IOException {
        assertEquals(
                3,
                json("pretrain", "--config", at("tiny.yaml"), "--out", at("run"))
                        .path("step")
                        .asInt());
        json("pretrain", "--config", at("tiny.yaml"), "--set", "train.max_steps=2", "--out", at("broken"));
        json("pretrain", "--resume", at("broken"), "--set", "train.max_steps=3");
        for (String file : List.of("model.safetensors", "optimizer.safetensors")) {
            String saved = "checkpoints/step-0000003/" + file;
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("run").resolve(saved)),
                    Files.readAllBytes(folder.resolve("broken").resolve(saved)),
                    file);
        }
    }

    private void probeAndTags(int features) throws IOException {
        JsonNode report = json("linear-eval", "--checkpoint", at("run"), "--out", at("eval"));
        assertTrue(report.path("metrics").path("roc_auc_macro").isNumber());
        json("linear-eval", "--checkpoint", "random-bn", "--config", at("tiny.yaml"));
        String clip = Music.clip().toString();
        assertTrue(json("tag", clip, "--checkpoint", at("run"), "--probe", at("eval"))
                        .size()
                > 0);
        json("embed", clip, "--checkpoint", at("run"), "--out", at("a.npy"));
        json("embed", clip, "--checkpoint", "random", "--config", at("tiny.yaml"), "--out", at("b.npy"));
        assertEquals(features, NpyFile.read(folder.resolve("a.npy")).matrix()[0].length);
    }

    private void exports() throws IOException {
        json("export", "--format", "onnx", "--checkpoint", at("run"), "--out", at("run.onnx"));
        assertTrue(Files.size(folder.resolve("run.onnx")) > 0);
        json("export", "--format", "safetensors", "--checkpoint", at("run"), "--out", at("shared"));
        json("embed", Music.clip().toString(), "--checkpoint", at("shared"), "--out", at("c.npy"));
        assertArrayEquals(
                NpyFile.read(folder.resolve("a.npy")).matrix()[0],
                NpyFile.read(folder.resolve("c.npy")).matrix()[0]);
    }
}
