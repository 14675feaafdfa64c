package io.clmr.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorEncoderTest {

    /** A SampleCNN: first a kernel of 3 in steps of 3, then kernels and pools of each stride, then a kernel of 3. */
    private static List<ConvLayer> network(int channels, int... strides) {
        Random random = new Random(7);
        List<ConvLayer> layers = new ArrayList<>();
        layers.add(layer(random, 1, channels, 3, 3, 0, 1));
        int width = channels;
        for (int stride : strides) {
            layers.add(layer(random, width, width + 3, stride, 1, 1, stride));
            width += 3;
        }
        layers.add(layer(random, width, width, 3, 1, 1, 1));
        return layers;
    }

    private static ConvLayer layer(
            Random random, int inputs, int outputs, int kernel, int stride, int padding, int pool) {
        double scale = Math.sqrt(2.0 / (inputs * kernel)); // keeps values about as large from layer to layer
        double[] weight =
                random.doubles((long) inputs * outputs * kernel, -scale, scale).toArray();
        double[] bias = random.doubles(outputs, -0.2, 0.2).toArray();
        return new ConvLayer(inputs, outputs, kernel, stride, padding, pool, weight, bias);
    }

    private static float[] window(int samples, long seed) {
        Random random = new Random(seed);
        float[] window = new float[samples];
        for (int i = 0; i < samples; i++) {
            window[i] = (float) (0.3 * random.nextGaussian());
        }
        return window;
    }

    @ParameterizedTest
    @CsvSource({
        "729, 1, '3,3,3,3,3'",
        "729, 33, '3,3,3,3,3'",
        "2187, 16, '3,3,3,3,3,3'",
        "760, 8, '3,3,3,3,3'", // a rest at every pool
        "540, 20, '3,3,5,2,2'",
        "864, 40, '3,2,2,4,4,2'",
        "75, 5, '2,7'",
    })
    void givesWhatTheDefinitionGives(int samples, int channels, String strides) {
        int[] steps =
                List.of(strides.split(",")).stream().mapToInt(Integer::parseInt).toArray();
        List<ConvLayer> layers = network(channels, steps);
        float[] window = window(samples, 3);
        double[] expected = SlowEncoder.encode(layers, window);
        float[] found = new VectorEncoder(layers, samples).encode(window);
        assertEquals(expected.length, found.length);
        for (int c = 0; c < found.length; c++) {
            assertEquals(expected[c], found[c], 5e-6, "channel " + c); // values up to 1, some hundred roundings
        }
    }

    @Test
    void manyThreadsGiveTheBitsThatOneGives() throws Exception {
        VectorEncoder encoder = new VectorEncoder(network(12, 3, 3, 3, 3, 3), 729);
        float[][] expected = new float[16][];
        for (int n = 0; n < 16; n++) {
            expected[n] = encoder.encode(window(729, n));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<float[]>> found = new ArrayList<>();
            for (int n = 0; n < 400; n++) {
                int seed = n % 16;
                found.add(threads.submit(() -> encoder.encode(window(729, seed))));
            }
            for (int n = 0; n < 400; n++) {
                assertArrayEquals(expected[n % 16], found.get(n).get(), "window " + n % 16);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatWasComputedBeforeLeavesNoTrace() {
        VectorEncoder encoder = new VectorEncoder(network(12, 3, 3, 5, 2), 270);
        float[] first = encoder.encode(window(270, 1));
        float[] loud = new float[270];
        java.util.Arrays.fill(loud, Float.NaN);
        encoder.encode(loud);
        assertArrayEquals(first, encoder.encode(window(270, 1)));
    }

    @Test
    void refusesLayersThatDoNotFit() {
        List<ConvLayer> layers = network(4, 3, 3);
        assertEquals(
                "a layer takes 4 channels, the one before it gives 1",
                assertThrows(IllegalArgumentException.class, () -> new VectorEncoder(layers.subList(1, 3), 27))
                        .getMessage());
        assertEquals(
                "the last layer ends at length 3, expected 1",
                assertThrows(IllegalArgumentException.class, () -> new VectorEncoder(layers, 81))
                        .getMessage());
    }

    @Test
    void refusesAnotherWindow() {
        VectorEncoder encoder = new VectorEncoder(network(4, 3, 3), 27);
        assertEquals(
                "the window has 26 samples, expected 27",
                assertThrows(IllegalArgumentException.class, () -> encoder.encode(new float[26]))
                        .getMessage());
    }

    @Test
    void refusesWeightsOfAnotherSize() {
        assertEquals(
                "5 weights and 2 biases, expected 6 and 2",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new ConvLayer(1, 2, 3, 3, 0, 1, new double[5], new double[2]))
                        .getMessage());
    }
}
