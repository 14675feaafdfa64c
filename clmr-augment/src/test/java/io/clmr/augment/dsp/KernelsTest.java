package io.clmr.augment.dsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("sets a system property")
class KernelsTest {

    @AfterEach
    void forgetProperty() {
        System.clearProperty(Kernels.PROPERTY);
    }

    @Test
    void takesVectorsIfTheyAreWideEnough() {
        boolean wide = VectorKernels.BITS >= 256;
        assertTrue(Kernels.active().description().startsWith(wide ? "vector: " : "scalar: "));
    }

    @Test
    void propertyForcesEitherForm() {
        System.setProperty(Kernels.PROPERTY, "scalar");
        assertEquals("scalar: asked for by clmr.kernels", Kernels.active().description());
        System.setProperty(Kernels.PROPERTY, "vector");
        assertTrue(Kernels.active().description().startsWith("vector: "));
    }

    @Test
    void refusesOtherKernels() {
        System.setProperty(Kernels.PROPERTY, "gpu");

        assertEquals(
                "clmr.kernels is gpu, expected scalar, vector or nothing",
                assertThrows(IllegalArgumentException.class, Kernels::active).getMessage());
    }
}
