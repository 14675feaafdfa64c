package io.clmr.eval.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MfccTest {
    /** The definition, transform by transform, with sums instead of an FFT. */
    @Test
    void equalsTheDefinitionAsLoops() {
        SplittableRandom random = new SplittableRandom(1);
        float[] samples = new float[3000];
        for (int n = 0; n < samples.length; n++) {
            samples[n] = (float) (0.3 * Math.sin(0.05 * n) + random.nextDouble(-0.01, 0.01));
        }
        double[][] found = new Mfcc(22050).of(samples);
        assertEquals(3, found.length); // 1 + 3000 / 1024
        double[][] decibels = new double[3][64];
        double loudest = Double.NEGATIVE_INFINITY;
        for (int frame = 0; frame < 3; frame++) {
            double[] power = power(samples, frame * 1024 - 1024);
            for (int band = 0; band < 64; band++) {
                double sum = 0;
                for (int bin = 0; bin < 1025; bin++) {
                    sum += triangle(band, bin * 11025.0 / 1024) * power[bin];
                }
                decibels[frame][band] = 10 * Math.log10(Math.max(1e-10, sum));
                loudest = Math.max(loudest, decibels[frame][band]);
            }
        }
        for (int frame = 0; frame < 3; frame++) {
            for (int k = 0; k < 20; k++) {
                double sum = 0;
                for (int band = 0; band < 64; band++) {
                    sum += Math.max(decibels[frame][band], loudest - 80) * Math.cos(Math.PI * k * (band + 0.5) / 64);
                }
                double expected = sum * (k == 0 ? Math.sqrt(1.0 / 64) : Math.sqrt(2.0 / 64));
                assertEquals(expected, found[frame][k], 1e-8);
            }
        }
    }

    @Test
    void silenceIsTheFloorInEveryBand() {
        double[][] found = new Mfcc(16000).of(new float[4096]);
        assertEquals(-100 * Math.sqrt(64), found[2][0], 1e-9);
        assertEquals(0, found[2][7], 1e-9);
    }

    @Test
    void statisticsAreMeanDeviationAndThoseOfTheDifferences() {
        float[] row = MfccFeatures.statistics(new double[][] {{1}, {3}, {8}});
        // differences 2 and 5; deviations with n - 1
        assertArrayEquals(
                new float[] {4, (float) Math.sqrt((9 + 1 + 16) / 2.0), 3.5f, (float) Math.sqrt(4.5)}, row, 1e-6f);
    }

    private static double[] power(float[] samples, int start) {
        double[] power = new double[1025];
        for (int bin = 0; bin < 1025; bin++) {
            double re = 0;
            double im = 0;
            for (int n = 0; n < 2048; n++) {
                int at = Math.abs(start + n);
                at = at >= samples.length ? 2 * samples.length - 2 - at : at;
                double windowed = samples[at] * Math.pow(Math.sin(Math.PI * n / 2048), 2);
                re += windowed * Math.cos(2 * Math.PI * bin * n / 2048);
                im += windowed * Math.sin(2 * Math.PI * bin * n / 2048);
            }
            power[bin] = re * re + im * im;
        }
        return power;
    }

    private static double triangle(int band, double hz) {
        double low = melPoint(band);
        double middle = melPoint(band + 1);
        double high = melPoint(band + 2);
        return hz <= middle ? Math.max(0, (hz - low) / (middle - low)) : Math.max(0, (high - hz) / (high - middle));
    }

    private static double melPoint(int n) {
        double top = 2595 * Math.log10(1 + 11025.0 / 700);
        return 700 * (Math.pow(10, top * n / 65 / 2595) - 1);
    }
}
