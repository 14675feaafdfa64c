package io.clmr.eval.features;

import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Mel-frequency cepstral coefficients as torchaudio computes them: power spectrum of 2048 samples under a Hann window
 * every 1024, 64 bands of the HTK mel scale, decibels down to 80 below the loudest band of the clip, orthonormal
 * cosine transform.
 */
final class Mfcc {
    static final int COEFFICIENTS = 20;
    static final int FRAME_SAMPLES = 2048;
    private static final int HOP_SAMPLES = 1024;
    private static final int BANDS = 64;
    private static final double FLOOR_POWER = 1e-10;
    private static final double RANGE_DB = 80;

    private final double[] window = new double[FRAME_SAMPLES];
    private final double[][] bands; // [band][bin]
    private final double[][] cosines = new double[COEFFICIENTS][BANDS];

    Mfcc(int sampleRateHz) {
        for (int n = 0; n < FRAME_SAMPLES; n++) {
            window[n] = 0.5 - 0.5 * Math.cos(2 * Math.PI * n / FRAME_SAMPLES);
        }
        bands = bands(sampleRateHz);
        for (int k = 0; k < COEFFICIENTS; k++) {
            double norm = Math.sqrt((k == 0 ? 1.0 : 2.0) / BANDS);
            for (int n = 0; n < BANDS; n++) {
                cosines[k][n] = norm * Math.cos(Math.PI / BANDS * (n + 0.5) * k);
            }
        }
    }

    /** Triangles that rise and fall between neighbouring points of the mel scale. */
    private static double[][] bands(int sampleRateHz) {
        double top = mel(sampleRateHz / 2.0);
        double[] pointsHz = new double[BANDS + 2];
        for (int n = 0; n < pointsHz.length; n++) {
            pointsHz[n] = 700 * (Math.pow(10, top * n / (BANDS + 1) / 2595) - 1);
        }
        int bins = FRAME_SAMPLES / 2 + 1;
        double[][] bands = new double[BANDS][bins];
        for (int band = 0; band < BANDS; band++) {
            for (int bin = 0; bin < bins; bin++) {
                double hz = sampleRateHz / 2.0 * bin / (bins - 1);
                double rising = (hz - pointsHz[band]) / (pointsHz[band + 1] - pointsHz[band]);
                double falling = (pointsHz[band + 2] - hz) / (pointsHz[band + 2] - pointsHz[band + 1]);
                bands[band][bin] = Math.max(0, Math.min(rising, falling));
            }
        }
        return bands;
    }

    private static double mel(double hz) {
        return 2595 * Math.log10(1 + hz / 700);
    }

    /**
     * Returns the coefficients, [frames][20].
     *
     * @param samples at least {@link #FRAME_SAMPLES}
     */
    double[][] of(float[] samples) {
        int frames = 1 + samples.length / HOP_SAMPLES;
        double[][] decibels = new double[frames][BANDS];
        DoubleFFT_1D fft = new DoubleFFT_1D(FRAME_SAMPLES);
        double[] frame = new double[FRAME_SAMPLES];
        double loudest = Double.NEGATIVE_INFINITY;
        for (int f = 0; f < frames; f++) {
            for (int n = 0; n < FRAME_SAMPLES; n++) {
                frame[n] = window[n] * samples[mirrored(f * HOP_SAMPLES - FRAME_SAMPLES / 2 + n, samples.length)];
            }
            fft.realForward(frame);
            double[] power = power(frame);
            for (int band = 0; band < BANDS; band++) {
                double sum = 0;
                for (int bin = 0; bin < power.length; bin++) {
                    sum += bands[band][bin] * power[bin];
                }
                decibels[f][band] = 10 * Math.log10(Math.max(sum, FLOOR_POWER));
                loudest = Math.max(loudest, decibels[f][band]);
            }
        }
        return transform(decibels, loudest - RANGE_DB);
    }

    private double[][] transform(double[][] decibels, double floorDb) {
        double[][] coefficients = new double[decibels.length][COEFFICIENTS];
        for (int f = 0; f < decibels.length; f++) {
            for (int k = 0; k < COEFFICIENTS; k++) {
                for (int band = 0; band < BANDS; band++) {
                    coefficients[f][k] += cosines[k][band] * Math.max(decibels[f][band], floorDb);
                }
            }
        }
        return coefficients;
    }

    /** The transform of real numbers holds the real part of the highest frequency where the imaginary part of 0 would be. */
    private static double[] power(double[] packed) {
        double[] power = new double[FRAME_SAMPLES / 2 + 1];
        power[0] = packed[0] * packed[0];
        power[FRAME_SAMPLES / 2] = packed[1] * packed[1];
        for (int bin = 1; bin < FRAME_SAMPLES / 2; bin++) {
            power[bin] = packed[2 * bin] * packed[2 * bin] + packed[2 * bin + 1] * packed[2 * bin + 1];
        }
        return power;
    }

    /** The index seen in mirrors at the first and the last sample. */
    private static int mirrored(int index, int length) {
        int n = Math.abs(index);
        return n < length ? n : 2 * (length - 1) - n;
    }
}
