package io.clmr.augment.dsp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TempoShapeTest {

    @ParameterizedTest
    @CsvSource({"22050, 1808, 324, 264, 1544", "16000, 1312, 235, 192, 1120", "8000, 656, 117, 96, 560"})
    void lengthsAreThoseOfSox(int sampleRateHz, int segment, int search, int overlap, int stride) {
        TempoShape shape = TempoShape.at(sampleRateHz);

        assertEquals(new TempoShape(segment, search, overlap), shape);
        assertEquals(stride, shape.stride());
    }
}
