package io.clmr.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HostTensorTest {

    @Test
    void largeAndSmallFiniteNumbersAreFinite() {
        float[] values = {0, -0f, Float.MIN_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE};
        assertEquals(OptionalInt.empty(), HostTensor.of(values, 5).firstNotFinite());
        assertEquals(
                OptionalInt.empty(),
                HostTensor.of(new double[] {1e-320, Float.MAX_VALUE}, 2).firstNotFinite());
        assertEquals(OptionalInt.empty(), HostTensor.of(new long[] {-1}, 1).firstNotFinite());
        assertEquals(OptionalInt.empty(), HostTensor.of(new float[0], 0, 3).firstNotFinite());
    }

    @Test
    void theFirstOfSeveralIsFound() {
        assertEquals(
                OptionalInt.of(1),
                HostTensor.of(new float[] {1, Float.NaN, Float.POSITIVE_INFINITY}, 3)
                        .firstNotFinite());
    }

    @Test
    void aPositionIsAnIndexInEachDimension() {
        assertArrayEquals(
                new long[] {1, 0, 2}, HostTensor.of(new float[24], 2, 4, 3).indexOf(14));
        assertArrayEquals(new long[0], HostTensor.of(new float[] {Float.NaN}).indexOf(0));
    }
}
