package io.clmr.augment.dsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The vector form takes other ways to the same numbers; what is hard for it lies near zero, near ties and beyond full scale. */
class SampleRoundingTest {
    private static final int COUNT = 1000; // no multiple of any vector
    private static final int ROUNDS = 300;

    private final Random random = new Random(1);
    private final SampleRounding plain = new PlainSampleRounding();

    @BeforeEach
    void needVectors() {
        assumeTrue(Kernels.vectorAvailable(), "the Vector API is absent");
    }

    @Test
    void bothFormsBridgeAlike() {
        for (int round = 0; round < ROUNDS; round++) {
            float[] expected = hardSamples();
            float[] actual = expected.clone();
            plain.bridge(expected, 3, COUNT - 2);
            new VectorSampleRounding().bridge(actual, 3, COUNT - 2);
            assertArrayEquals(expected, actual);
        }
    }

    @Test
    void bothFormsStoreAlike() {
        for (int round = 0; round < ROUNDS; round++) {
            double[] from = new double[COUNT];
            for (int i = 0; i < COUNT; i++) {
                int near = random.nextInt(1 << 24) << 7 | 63;
                from[i] = near + random.nextInt(9) / 4.0 + (random.nextInt(20) == 0 ? Math.copySign(1e10, near) : 0);
            }
            float[] expected = new float[COUNT];
            float[] actual = new float[COUNT];
            plain.store(from.clone(), expected, COUNT);
            new VectorSampleRounding().store(from, actual, COUNT);
            assertArrayEquals(expected, actual);
        }
    }

    @Test
    void bothFormsMixAlike() {
        for (int round = 0; round < ROUNDS; round++) {
            float[] dry = hardSamples();
            float[] left = hardSamples();
            float[] right = hardSamples();
            float[] expected = new float[COUNT];
            float[] actual = new float[COUNT];
            plain.mixDown(dry, left.clone(), right.clone(), 0.015f, expected, COUNT);
            new VectorSampleRounding().mixDown(dry, left, right, 0.015f, actual, COUNT);
            assertArrayEquals(expected, actual);
        }
    }

    /** Samples of all magnitudes down to 2^-40, half of them within a few integers of a tie between two steps. */
    private float[] hardSamples() {
        float[] samples = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            float magnitude = (float) Math.scalb(1 + random.nextFloat(), -random.nextInt(41));
            float nearTie = (128f * random.nextInt(1 << 12) + 61 + 6 * random.nextFloat()) * 0x1p-31f;
            float sample = random.nextBoolean() ? magnitude : nearTie;
            samples[i] = random.nextBoolean() ? sample : -sample;
        }
        return samples;
    }
}
