package io.clmr.augment;

import io.clmr.augment.dsp.Kernels;
import java.util.stream.Stream;

/** The kernels that tests run on: all that this Java has. */
public final class TestKernels {
    private TestKernels() {}

    public static Stream<Kernels> all() {
        return Stream.of(Kernels.scalar(), Kernels.vector());
    }
}
