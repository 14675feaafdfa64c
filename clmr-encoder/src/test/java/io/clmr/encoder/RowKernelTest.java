package io.clmr.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowKernelTest {
    private final Random random = new Random(11);

    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 100})
    void bothKernelsAddInTheOrderOfTheNumbers(int length) {
        int step = length + 2;
        float[] a = numbers(5 + 12 * step);
        float[] panel = numbers(7 + length * Lanes.PANEL);
        for (RowKernel kernel : new RowKernel[] {new SixRowKernel(), new TwelveRowKernel()}) {
            int outStep = Lanes.PANEL + 1;
            float[] out = new float[3 + 12 * outStep];
            kernel.multiply(a, 5, step, length, panel, 7, out, 3, outStep);
            for (int row = 0; row < kernel.rows(); row++) {
                for (int c = 0; c < Lanes.PANEL; c++) {
                    float sum = 0;
                    for (int i = 0; i < length; i++) {
                        sum = Math.fma(a[5 + row * step + i], panel[7 + i * Lanes.PANEL + c], sum);
                    }
                    assertEquals(sum, out[3 + row * outStep + c], "row " + row + ", channel " + c);
                }
            }
        }
    }
}
