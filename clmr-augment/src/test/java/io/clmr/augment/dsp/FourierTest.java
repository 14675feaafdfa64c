package io.clmr.augment.dsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clmr.augment.TestKernels;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FourierTest {

    @ParameterizedTest
    @ValueSource(ints = {256, 1024, 4096})
    void allKernelsGiveTheSameBits(int size) {
        ComplexArray expected = transform(size, Kernels.scalar());

        TestKernels.all().forEach(kernels -> {
            ComplexArray actual = transform(size, kernels);
            assertArrayEquals(expected.re(), actual.re(), kernels.description());
            assertArrayEquals(expected.im(), actual.im(), kernels.description());
        });
    }

    private static ComplexArray transform(int size, Kernels kernels) {
        return new Fourier(size, kernels.fourierPasses()).forward(random(size), ComplexArray.ofSize(size));
    }

    @Test
    void equalsTheDefinition() {
        int size = 256;
        ComplexArray x = random(size);

        ComplexArray transformed = transform(size, Kernels.scalar());

        for (int k = 0; k < size; k++) {
            double re = 0;
            double im = 0;
            for (int n = 0; n < size; n++) {
                double angle = -2 * Math.PI * (k * n % size) / size;
                re += x.re()[n] * Math.cos(angle) - x.im()[n] * Math.sin(angle);
                im += x.re()[n] * Math.sin(angle) + x.im()[n] * Math.cos(angle);
            }
            assertEquals(re, transformed.re()[k], 1e-13, "re " + k); // 256 terms of size 1
            assertEquals(im, transformed.im()[k], 1e-13, "im " + k);
        }
    }

    @Test
    void inverseLeadsBack() {
        int size = 1024;
        Fourier fourier = new Fourier(size, Kernels.scalar().fourierPasses());
        ComplexArray x = random(size);

        ComplexArray back = fourier.inverse(transform(size, Kernels.scalar()), ComplexArray.ofSize(size));

        for (int i = 0; i < size; i++) {
            assertEquals(x.re()[i], back.re()[i] / size, 1e-14);
            assertEquals(x.im()[i], back.im()[i] / size, 1e-14);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 64, 512, 1000})
    void refusesSizesThatAreNoPowerOfFour(int size) {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> new Fourier(size, Kernels.scalar().fourierPasses()));

        assertEquals("size is " + size + ", expected a power of 4 from 256 up", refusal.getMessage());
    }

    private static ComplexArray random(int size) {
        Random random = new Random(size);
        ComplexArray array = ComplexArray.ofSize(size);
        for (int i = 0; i < size; i++) {
            array.re()[i] = random.nextDouble() - 0.5;
            array.im()[i] = random.nextDouble() - 0.5;
        }
        return array;
    }
}
