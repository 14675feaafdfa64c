package io.clmr.eval.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.core.checkpoint.CheckpointException;
import io.clmr.core.checkpoint.Safetensors;
import io.clmr.core.model.HostTensor;
import io.clmr.eval.features.FeatureTable;
import io.clmr.eval.features.NotFiniteException;
import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.probe.ProbeConfig.Procedure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedHeadTest {
    private static final List<String> TAGS = List.of("rock", "slow", "harp");

    @TempDir
    private Path folder;

    private final FeatureTable train = Tables.random(80, 2, 8, 3, false, 3);
    private final FeatureTable test = Tables.random(20, 3, 8, 3, false, 5);
    private final ProbeTask task = new ProbeTask(train, Tables.random(40, 1, 8, 3, false, 4), 3, false);

    @Test
    void aLinearHeadGivesTheScoresOfTheReportAfterReading() throws IOException {
        TrainedHead fitted = trained(0, false, Pooling.PROBABILITIES);
        SavedHead read = saved(fitted, "probabilities");
        assertEquals(TAGS, read.tags());
        assertEquals(8, read.features());
        for (int n = 0; n < 20; n++) {
            assertArrayEquals(fitted.scores(test)[n], read.apply(test.windows().get(n)));
        }
        Map<String, HostTensor> tensors =
                Safetensors.read(folder.resolve("head.safetensors")).tensors();
        assertArrayEquals(new long[] {3, 8}, tensors.get("0.weight").shape());
        assertArrayEquals(new long[] {3}, tensors.get("0.bias").shape());
    }

    @Test
    void aHiddenLayerIsKeptAsTheSecondOfASequence() throws IOException {
        TrainedHead fitted = trained(6, false, Pooling.LOGITS);
        SavedHead read = saved(fitted, "logits");
        assertArrayEquals(fitted.scores(test)[7], read.apply(test.windows().get(7)));
        assertEquals(
                List.of("0.weight", "0.bias", "2.weight", "2.bias"),
                List.copyOf(read.weights().keySet()));
    }

    /** The head that was fitted on standardised features, applied by hand, against the folded one. */
    @Test
    void standardisationIsFoldedIn() throws IOException {
        TrainedHead raw = trained(0, false, Pooling.PROBABILITIES);
        float[][] rows = ProbeRows.of(train).features();
        Standardizer standardizer = new Standardizer(rows);
        TrainedHead folded = raw.onRawFeatures(standardizer);
        float[][] standardised = standardizer.applyFloats(rows);
        for (int n = 0; n < 10; n++) {
            assertArrayEquals(raw.logits(standardised[n]), folded.logits(rows[n]), 1e-5); // float32 weights
        }
        assertTrue(
                saved(trained(0, true, Pooling.PROBABILITIES), "probabilities").apply(rows[0]).length == 3);
    }

    @Test
    void logisticRegressionIsALinearHeadOnTheMeanOfAClipsFeatures() throws IOException {
        TrainedHead fitted = LogisticProbe.fit(task, ProgressListener.none());
        SavedHead read = saved(fitted, "features");
        assertTrue(fitted.chosen().startsWith("C = "), fitted.chosen());
        assertArrayEquals(fitted.scores(test)[3], read.apply(test.windows().get(3)));
        assertArrayEquals(
                fitted.scores(test)[3],
                read.apply(FeatureTable.mean(test.windows().get(3))));
    }

    @Test
    void aMissingHeadAndOneOfOtherFeaturesAreNamed() throws IOException {
        CheckpointException missing =
                assertThrows(CheckpointException.class, () -> SavedHead.open(folder.resolve("none.safetensors")));
        assertTrue(missing.getMessage().contains("none.safetensors is not there"), missing.getMessage());
        SavedHead read = saved(trained(0, false, Pooling.PROBABILITIES), "probabilities");
        IllegalArgumentException other = assertThrows(IllegalArgumentException.class, () -> read.apply(new float[9]));
        assertEquals("9 features, expected 8, those of runs/a", other.getMessage());
    }

    private String refusal(String description, HostTensor weight) throws IOException {
        Path file = folder.resolve("head.safetensors");
        Map<String, HostTensor> tensors = Map.of("0.weight", weight, "0.bias", HostTensor.of(new float[3], 3));
        Safetensors.write(file, tensors, Map.of("clmr.head", description));
        String message = assertThrows(CheckpointException.class, () -> SavedHead.open(file), description)
                .getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        return message.substring(file.toString().length() + 2);
    }

    @Test
    void aDescriptionThatCannotBeTrustedIsRefused() throws IOException {
        HostTensor weight = HostTensor.of(new float[24], 3, 8);
        String good =
                "{\"head\":\"linear\",\"activation\":\"sigmoid\",\"average\":\"logits\",\"tags\":[\"a\",\"b\",\"c\"],"
                        + "\"checkpoint\":\"c\",\"fingerprint\":\"f\",\"sample_rate_hz\":22050,\"window_samples\":59049}";
        assertEquals(
                "clmr.head cannot be used: average is 'evil', expected one of [features, logits, probabilities]",
                refusal(good.replace("logits", "evil"), weight));
        assertEquals("clmr.head cannot be used: it is null", refusal("null", weight));
        for (String bad : List.of(
                "{}",
                "[]",
                good.replace("\"sigmoid\"", "null"),
                good.replace("\"sigmoid\"", "\"\""),
                good.replace("[\"a\",\"b\",\"c\"]", "[\"a\",null,\"c\"]"),
                good.replace("[\"a\",\"b\",\"c\"]", "[]"),
                good.replace("[\"a\",\"b\",\"c\"]", "\"a\""),
                good.replace("22050", "0"),
                good.replace("22050", "1e999"),
                good.replace("22050", "\"22050\""),
                good.replace("59049", "-1"))) {
            assertTrue(refusal(bad, weight).startsWith("clmr.head cannot be used: "), bad);
        }
        assertTrue(refusal(good, HostTensor.of(new float[0], 3, 0)).startsWith("expected 0.weight [3, features]"));
    }

    @Test
    void aHeadWithNumbersThatAreNotFiniteIsRefused() throws IOException {
        SavedHead head = saved(trained(0, false, Pooling.PROBABILITIES), "probabilities");
        Path file = folder.resolve("head.safetensors");
        Safetensors.Content content = Safetensors.read(file);
        Map<String, HostTensor> spoiled = new LinkedHashMap<>(content.tensors());
        spoiled.put(
                "0.bias",
                HostTensor.of(new float[] {0, Float.NaN, 0}, head.tags().size()));
        Safetensors.write(file, spoiled, content.metadata());
        assertEquals(
                file + ": 0.bias[1] is NaN, expected finite numbers; the file is damaged, or its training diverged",
                assertThrows(CheckpointException.class, () -> SavedHead.open(file))
                        .getMessage());
    }

    @Test
    void aFitThatDidNotStayFiniteIsNoHead() {
        float[][] weight = {{0, 1}, {0, Float.POSITIVE_INFINITY}};
        List<TrainedHead.Layer> layers = List.of(new TrainedHead.Layer(weight, new float[2]));
        assertThrows(NotFiniteException.class, () -> new TrainedHead(layers, Pooling.PROBABILITIES, false, 1, ""));
    }

    @Test
    void featuresThatAreNotFiniteAreRefusedByTheirClip() {
        FeatureTable one = train.only(List.of(train.clips().get(0)));
        float[][] spoiled = {{1, Float.NaN}};
        assertEquals(
                "features of " + one.clips().get(0).key() + ": number 1 of row 0 is NaN, expected finite numbers;"
                        + " the weights make too much of such samples or features",
                assertThrows(
                                NotFiniteException.class,
                                () -> new FeatureTable(one.clips(), List.<float[][]>of(spoiled), List.of()))
                        .getMessage());
    }

    private TrainedHead trained(int hidden, boolean standardize, Pooling pooling) {
        HeadSettings settings =
                new HeadSettings(hidden, standardize, 0, 1e-2, 1e-6, 16, Procedure.CLMR_V2, 5, 10, pooling);
        return new HeadTrainer(task, settings).fit(1, ProgressListener.none());
    }

    private SavedHead saved(TrainedHead head, String average) throws IOException {
        new SavedHead(
                        head,
                        new SavedHead.Description("linear", "sigmoid", average, TAGS, "runs/a", "f00d", 22050, 59049))
                .write(folder);
        return SavedHead.open(folder);
    }
}
