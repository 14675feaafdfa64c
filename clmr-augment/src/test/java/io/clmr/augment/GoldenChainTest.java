package io.clmr.augment;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.clmr.augment.dsp.Kernels;
import io.clmr.augment.golden.GoldenCase;
import io.clmr.augment.golden.GoldenVectors;
import io.clmr.augment.golden.Waveforms;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All seven transforms in order against the reference, which was given the same parameters and the same noise. */
class GoldenChainTest {

    static Stream<Arguments> chainsOnAllKernels() {
        return TestKernels.all()
                .flatMap(kernels -> GoldenVectors.cases("chain").stream().map(golden -> arguments(golden, kernels)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("chainsOnAllKernels")
    void equalsTheReferenceFromEndToEnd(GoldenCase golden, Kernels kernels) {
        float[] view = golden.input();
        Workbench bench = Workbench.create(golden.sampleRateHz(), view.length, kernels);
        for (GoldenCase stage : golden.stages()) {
            view = apply(stage, view, bench);
        }

        Waveforms.assertClose(golden.output(), view, golden.tolerance());
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("chainsOnAllKernels")
    void equalsTheReferenceBetweenStoredStages(GoldenCase golden, Kernels kernels) {
        float[] view = golden.input();
        Workbench bench = Workbench.create(golden.sampleRateHz(), view.length, kernels);
        for (GoldenCase stage : golden.stages()) {
            view = apply(stage, view, bench);
            if (stage.has("after")) {
                float[] stored = stage.array("after").floats();
                Waveforms.assertClose(stored, view, golden.tolerance());
                view = stored;
            }
        }

        Waveforms.assertClose(golden.output(), view, golden.tolerance());
    }

    private static float[] apply(GoldenCase stage, float[] view, Workbench bench) {
        if (stage.has("drawn_noise")) {
            float[] noise = stage.array("drawn_noise").floats();
            for (int i = 0; i < noise.length; i++) {
                noise[i] += view[i];
            }
            return noise;
        }
        return TransformRegistry.load()
                .operation(stage.operation(), stage.arguments())
                .render(view, bench);
    }
}
