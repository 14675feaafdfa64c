package io.clmr.cli.chart;

import org.jtransforms.fft.FloatFFT_1D;

/**
 * Short-time spectrum of a waveform: Hann window, half overlapping.
 *
 * @param levelsDb [frames][bins], relative to a full-scale sine, at least {@link #FLOOR_DB}
 * @param sampleRateHz of the waveform
 */
@SuppressWarnings("ArrayRecordComponent") // a large result that is handed over, not a value to compare
record Spectrogram(float[][] levelsDb, int sampleRateHz) {

    static final float FLOOR_DB = -100;
    static final int FRAME = 1024;

    static Spectrogram of(float[] samples, int sampleRateHz) {
        int hop = FRAME / 2;
        int frames = Math.max(1, (samples.length - FRAME) / hop + 1);
        FloatFFT_1D fft = new FloatFFT_1D(FRAME);
        float[] window = new float[FRAME];
        double gain = 0;
        for (int i = 0; i < FRAME; i++) {
            window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / FRAME));
            gain += window[i] / 2;
        }
        float[][] levels = new float[frames][FRAME / 2];
        float[] frame = new float[FRAME];
        for (int f = 0; f < frames; f++) {
            for (int i = 0; i < FRAME; i++) {
                int at = f * hop + i;
                frame[i] = at < samples.length ? samples[at] * window[i] : 0;
            }
            fft.realForward(frame);
            for (int bin = 1; bin < FRAME / 2; bin++) {
                double magnitude = Math.hypot(frame[2 * bin], frame[2 * bin + 1]) / gain;
                levels[f][bin] = (float) Math.max(FLOOR_DB, 20 * Math.log10(magnitude + 1e-12));
            }
            levels[f][0] = (float) Math.max(FLOOR_DB, 20 * Math.log10(Math.abs(frame[0]) / gain + 1e-12));
        }
        return new Spectrogram(levels, sampleRateHz);
    }
}
