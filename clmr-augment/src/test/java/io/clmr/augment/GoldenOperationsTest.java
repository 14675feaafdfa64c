package io.clmr.augment;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.clmr.augment.dsp.Kernels;
import io.clmr.augment.golden.GoldenCase;
import io.clmr.augment.golden.GoldenVectors;
import io.clmr.augment.golden.Waveforms;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation against what the reference makes of the same input with the same parameters. */
class GoldenOperationsTest {
    private static final List<GoldenCase> CASES =
            GoldenVectors.cases("polarity", "gain", "lowpass", "highpass", "delay", "tempo", "pitch", "reverb");

    /** What was measured to be equal to the last bit must stay so, whatever the tolerance of the vectors. */
    private static final List<String> BIT_EXACT = List.of("tempo", "pitch", "reverb");

    static Stream<Arguments> casesOnAllKernels() {
        return TestKernels.all().flatMap(kernels -> CASES.stream().map(golden -> arguments(golden, kernels)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("casesOnAllKernels")
    void equalsTheReference(GoldenCase golden, Kernels kernels) {
        float[] input = golden.input();
        Workbench bench = Workbench.create(golden.sampleRateHz(), input.length, kernels);
        Operation operation = TransformRegistry.load().operation(golden.operation(), golden.arguments());

        float[] output = operation.render(input, bench);

        double tolerance = BIT_EXACT.contains(golden.transform()) ? 0 : golden.tolerance();
        Waveforms.assertClose(golden.output(), output, tolerance);
    }
}
