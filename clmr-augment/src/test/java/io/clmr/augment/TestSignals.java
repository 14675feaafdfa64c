package io.clmr.augment;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Waveforms for tests and what is measured on them. */
public final class TestSignals {
    private TestSignals() {}

    public static float[] sine(double hz, double amplitude, int sampleRateHz, int samples) {
        float[] sine = new float[samples];
        for (int i = 0; i < samples; i++) {
            sine[i] = (float) (amplitude * Math.sin(2 * Math.PI * hz * i / sampleRateHz));
        }
        return sine;
    }

    /** Returns white noise between -amplitude and amplitude. */
    public static float[] noise(long seed, double amplitude, int samples) {
        RandomStream stream = RandomStream.of(seed);
        float[] noise = new float[samples];
        for (int i = 0; i < samples; i++) {
            noise[i] = (float) stream.uniform(-amplitude, amplitude);
        }
        return noise;
    }

    /** Returns the inputs on which any transform has to stay finite, by what they are. */
    public static Map<String, float[]> hard(int samples) {
        Map<String, float[]> signals = new LinkedHashMap<>();
        signals.put("silence", new float[samples]);
        float[] square = new float[samples];
        for (int i = 0; i < samples; i++) {
            square[i] = i / 50 % 2 == 0 ? 1 : -1;
        }
        signals.put("full-scale square", square);
        signals.put("full-scale noise", noise(1, 1, samples));
        float[] impulse = new float[samples];
        impulse[samples / 2] = 1;
        signals.put("impulse", impulse);
        float[] faint = new float[samples];
        Arrays.fill(faint, Float.MIN_VALUE);
        signals.put("smallest number", faint);
        return signals;
    }

    public static double powerDb(float[] samples) {
        double squares = 0;
        for (float sample : samples) {
            squares += (double) sample * sample;
        }
        return 10 * Math.log10(squares / samples.length);
    }

    /** Returns the amplitude of a frequency in the second half, by when filters have settled. */
    public static double amplitude(float[] samples, double hz, int sampleRateHz) {
        int from = samples.length / 2;
        double cycles = Math.floor(hz * from / sampleRateHz);
        int length = (int) Math.round(cycles * sampleRateHz / hz);
        double real = 0;
        double imaginary = 0;
        for (int i = from; i < from + length; i++) {
            double angle = 2 * Math.PI * hz * i / sampleRateHz;
            real += samples[i] * Math.cos(angle);
            imaginary += samples[i] * Math.sin(angle);
        }
        return 2 * Math.hypot(real, imaginary) / length;
    }
}
