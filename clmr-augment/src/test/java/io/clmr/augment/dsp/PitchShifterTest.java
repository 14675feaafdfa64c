package io.clmr.augment.dsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.clmr.augment.TestKernels;
import io.clmr.augment.Workbench;
import io.clmr.augment.golden.GoldenCase;
import io.clmr.augment.golden.GoldenVectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PitchShifterTest {

    static Stream<Arguments> casesWithSplices() {
        return TestKernels.all().flatMap(kernels -> GoldenVectors.cases("tempo", "pitch").stream()
                .filter(golden -> golden.has("splice_offsets"))
                .map(golden -> arguments(golden, kernels)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("casesWithSplices")
    void splicesWhereSoxDoes(GoldenCase golden, Kernels kernels) {
        float[] input = golden.input();
        PitchShifter shifter = PitchShifter.of(Workbench.create(golden.sampleRateHz(), input.length, kernels));

        shifter.shift(input, (int) golden.param("cents"));

        assertArrayEquals(golden.array("splice_offsets").ints(), shifter.splices());
    }
}
