package io.clmr.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelConfigTest {

    private static String refusal(int samples, List<Integer> strides) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> new ModelConfig(22050, samples, strides, "sample_cnn", 1.0, 64, Normalize.NONE))
                .getMessage();
    }

    @Test
    void defaultsAreThePublishedNetwork() {
        ModelConfig config = ModelConfig.defaults();
        assertEquals(22050, config.sampleRateHz());
        assertEquals(59049, config.samples());
        assertEquals(List.of(3, 3, 3, 3, 3, 3, 3, 3, 3), config.strides());
        assertEquals("sample_cnn", config.encoder());
        assertEquals(1.0, config.width());
        assertEquals(64, config.projectionDim());
        assertEquals(Normalize.NONE, config.normalize());
    }

    @ParameterizedTest
    @CsvSource({"16000, 43740", "8000, 20736", "22050, 59049"})
    void knowsThePublishedSampleRates(int sampleRateHz, int samples) {
        assertEquals(samples, ModelConfig.forSampleRate(sampleRateHz).samples());
    }

    @Test
    void anUnpublishedRateIsRefused() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> ModelConfig.forSampleRate(44100));
        assertEquals(
                "sample_rate_hz is 44100, published are 22050, 16000 and 8000; for another rate give samples and strides",
                e.getMessage());
    }

    @Test
    void aWindowThatDoesNotEndAtOneSampleIsRefusedWithTheLengthThatDoes() {
        List<Integer> nineThrees = ModelConfig.defaults().strides();
        assertEquals(
                "samples is 177147, which ends at length 3 after strides [3, 3, 3, 3, 3, 3, 3, 3, 3], expected length 1:"
                        + " use samples 59049 (59049 to 118097 end at 1)",
                refusal(177147, nineThrees));
        assertEquals(
                "samples is 59048, which ends at length 0 after strides [3, 3, 3, 3, 3, 3, 3, 3, 3], expected length 1:"
                        + " use samples 59049 (59049 to 118097 end at 1)",
                refusal(59048, nineThrees));
        assertEquals(
                "samples is 1000, which ends at length 0 after strides [3, 3, 3, 3, 3, 3, 5, 2, 2], expected length 1:"
                        + " use samples 43740 (15309 to 59048 end at 1)",
                refusal(1000, List.of(3, 3, 3, 3, 3, 3, 5, 2, 2)));
    }

    @Test
    void theAdvisedRangeIsExact() {
        for (List<Integer> strides :
                List.of(List.of(3), List.of(2, 2), List.of(4, 3, 2), List.of(5, 2), List.of(2, 7, 3), List.of(9, 2))) {
            List<Integer> ending = new ArrayList<>();
            for (int samples = 1; samples < 3000; samples++) {
                if (SampleCnnGeometry.endLength(samples, strides) == 1) {
                    ending.add(samples);
                }
            }
            String message = refusal(100_000, strides);
            String range = ending.get(0) + " to " + ending.get(ending.size() - 1) + " end at 1)";
            assertEquals(range, message.substring(message.indexOf('(') + 1), message);
        }
    }

    @Test
    void otherFieldsAreChecked() {
        List<Integer> strides = ModelConfig.defaults().strides();
        assertEquals("samples is 0, expected 1 or more", refusal(0, strides));
        assertEquals("strides[1] is 1, expected 2 or more", refusal(59049, List.of(3, 1)));
        assertEquals("strides has 0 entries, expected 1 to 64", refusal(59049, List.of()));
        Exception width = assertThrows(
                IllegalArgumentException.class, () -> ModelConfig.defaults().withWidth(Double.NaN));
        assertEquals("width is NaN, expected a number above 0, at most 16", width.getMessage());
        Exception dim = assertThrows(
                IllegalArgumentException.class, () -> ModelConfig.defaults().withProjectionDim(0));
        assertEquals("projection_dim is 0, expected 1 or more", dim.getMessage());
        Exception encoder = assertThrows(
                IllegalArgumentException.class,
                () -> new ModelConfig(22050, 59049, strides, "samplecnn", 1.0, 64, Normalize.NONE));
        assertEquals(
                "encoder is 'samplecnn', expected one of [sample_cnn, tune, tune_plus, cpc, linear]",
                encoder.getMessage());
    }
}
