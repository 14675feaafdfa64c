package io.clmr.eval.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Device;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalization;
import io.clmr.core.model.Normalize;
import io.clmr.eval.features.FeatureExtractor;
import io.clmr.eval.probe.SavedHead;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ONNX Runtime makes of exported models, against our own encoder and head. */
class OnnxModelTest {

    /** Of the largest value: sums of a few thousand float32 products in another order, eleven times behind each other. */
    private static final double TOLERANCE = 1e-5;

    @TempDir
    private Path folder;

    @Test
    void everyPublishedRateGivesTheEncodersFeatures() throws Exception {
        for (int rate : new int[] {22050, 16000, 8000}) {
            Checkpoint checkpoint =
                    Networks.random(ModelConfig.forSampleRate(rate).withWidth(0.0625), rate, Optional.empty());
            assertSameFeatures(checkpoint, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tune", "tune_plus"})
    void theTailedNetsGiveTheirFeatures(String encoder) throws Exception {
        assertSameFeatures(Networks.random(network(encoder, 0.0909, ModelConfig.defaults()), 7, Optional.empty()), 2);
    }

    @Test
    void otherPoolsOfATailedNetToo() throws Exception {
        ModelConfig rate = ModelConfig.forSampleRate(16000);
        ModelConfig config = new ModelConfig(
                16000, 3 * 4 * 2 * 3 * 5 * 7, List.of(3, 4, 2, 3, 5), "tune_plus", 0.0909, 8, rate.normalize());
        assertSameFeatures(Networks.random(config, 8, Optional.empty()), 1);
    }

    @Test
    void predictiveCodingGivesTheMeanOfItsContexts() throws Exception {
        ModelConfig cpc =
                new ModelConfig(22050, 59049, List.of(5, 3, 2, 2, 2, 2, 2), "cpc", 0.0625, 640, Normalize.NONE);
        assertSameFeatures(Networks.random(cpc, 9, Optional.empty()), 2);
    }

    private static ModelConfig network(String encoder, double width, ModelConfig of) {
        return new ModelConfig(of.sampleRateHz(), of.samples(), of.strides(), encoder, width, 8, of.normalize());
    }

    @Test
    void normalisedSamplesArePartOfTheGraph() throws Exception {
        assertSameFeatures(
                Networks.random(
                        Networks.SMALL.withNormalize(Normalize.DATASET), 4, Optional.of(new Normalization(-0.02, 0.3))),
                1);
    }

    @Test
    void anyBatchSizeIsTaken() throws Exception {
        assertSameFeatures(Networks.random(Networks.SMALL, 5, Optional.empty()), 3);
    }

    private void assertSameFeatures(Checkpoint checkpoint, int batch) throws Exception {
        float[][] windows = Networks.sounds(batch, checkpoint.config().samples(), 1);
        float[][] expected;
        try (FeatureExtractor extractor = FeatureExtractor.open(checkpoint, Device.cpu())) {
            expected = extractor.features(windows);
        }
        float[][] found = run(OnnxModel.of(checkpoint), windows).get("representation");
        for (int n = 0; n < batch; n++) {
            assertClose(expected[n], found[n]);
        }
    }

    @Test
    void linearAndMlpHeadsGiveTheHeadsScores() throws Exception {
        Checkpoint checkpoint = Networks.random(Networks.SMALL, 6, Optional.empty());
        float[][] windows = Networks.sounds(2, checkpoint.config().samples(), 2);
        float[][] features;
        try (FeatureExtractor extractor = FeatureExtractor.open(checkpoint, Device.cpu())) {
            features = extractor.features(windows);
        }
        for (int hidden : new int[] {0, 7}) {
            for (boolean softmax : new boolean[] {false, true}) {
                SavedHead head = Networks.head(features[0].length, hidden, softmax);
                Map<String, float[][]> found = run(OnnxModel.of(checkpoint, head), windows);
                for (int n = 0; n < windows.length; n++) {
                    assertClose(head.apply(features[n]), found.get("scores")[n]);
                    assertClose(features[n], found.get("representation")[n]);
                }
            }
        }
    }

    @Test
    void theMetadataSaysWhatTheGraphCannot() throws Exception {
        Checkpoint checkpoint = Networks.random(Networks.SMALL, 6, Optional.empty());
        Path file = folder.resolve("tagger.onnx");
        OnnxModel.of(checkpoint, Networks.head(32, 0, false)).write(file);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = environment.createSession(file.toString(), options)) {
            Map<String, String> custom = session.getMetadata().getCustomMetadata();
            assertEquals("22050", custom.get("clmr.sample_rate_hz"));
            assertEquals("59049", custom.get("clmr.samples"));
            assertEquals("[\"fast\",\"slow\",\"l\\\"oud\"]", custom.get("clmr.tags"));
            assertEquals("sigmoid", custom.get("clmr.activation"));
            NodeInfo audio = session.getInputInfo().get("audio");
            assertArrayEquals(new long[] {-1, 1, 59049}, ((TensorInfo) audio.getInfo()).getShape());
        }
    }

    @Test
    void aHeadForOtherFeaturesIsRefused() throws IOException {
        Checkpoint checkpoint = Networks.random(Networks.SMALL, 6, Optional.empty());
        SavedHead head = Networks.head(16, 0, false);
        ExportException refused = assertThrows(ExportException.class, () -> OnnxModel.of(checkpoint, head));
        assertEquals(
                "random gives 32 features, the head takes 16; use the encoder that the head was fitted on",
                refused.getMessage());
    }

    private static void assertClose(float[] expected, float[] found) {
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertArrayEquals(expected, found, (float) (TOLERANCE * largest));
    }

    private static Map<String, float[][]> run(OnnxModel model, float[][] windows) throws OrtException {
        float[][][] audio = new float[windows.length][][];
        for (int n = 0; n < windows.length; n++) {
            audio[n] = new float[][] {windows[n]};
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, float[][]> outputs = new HashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(model.toBytes(), options);
                    OnnxTensor input = OnnxTensor.createTensor(environment, audio);
                    OrtSession.Result result = session.run(Map.of("audio", input))) {
                for (Map.Entry<String, OnnxValue> output : result) {
                    outputs.put(output.getKey(), (float[][]) output.getValue().getValue());
                }
            }
        }
        return outputs;
    }
}
