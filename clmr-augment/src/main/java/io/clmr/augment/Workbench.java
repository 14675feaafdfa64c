package io.clmr.augment;

import io.clmr.augment.dsp.Kernels;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What effects work with: the sample rate, the kernels and the machines with their scratch memory.
 *
 * <p>Belongs to one thread. A machine is made when first asked for and kept, so that applying an effect again allocates
 * nothing.
 */
public final class Workbench {
    private static final int MIN_SAMPLE_RATE_HZ = 8000;
    private static final int MAX_SAMPLE_RATE_HZ = 192000;

    private final int sampleRateHz;
    private final int maxSamples;
    private final Kernels kernels;
    private final Optional<BackgroundSource> background;
    private final Map<Class<?>, Object> machines = new HashMap<>();

    private Workbench(int sampleRateHz, int maxSamples, Kernels kernels, Optional<BackgroundSource> background) {
        this.sampleRateHz = sampleRateHz;
        this.maxSamples = maxSamples;
        this.kernels = kernels;
        this.background = background;
    }

    /** Returns a workbench with the fastest kernels this Java can run. */
    public static Workbench create(int sampleRateHz, int maxSamples) {
        return create(sampleRateHz, maxSamples, Kernels.active());
    }

    /**
     * Returns a workbench.
     *
     * @param sampleRateHz 8000 to 192000
     * @param maxSamples length of the longest waveform that will come
     */
    public static Workbench create(int sampleRateHz, int maxSamples, Kernels kernels) {
        if (sampleRateHz < MIN_SAMPLE_RATE_HZ || sampleRateHz > MAX_SAMPLE_RATE_HZ) {
            throw new IllegalArgumentException("sample rate is " + sampleRateHz + " Hz, allowed are "
                    + MIN_SAMPLE_RATE_HZ + " to " + MAX_SAMPLE_RATE_HZ);
        }
        if (maxSamples < 1) {
            throw new IllegalArgumentException("longest waveform is " + maxSamples + " samples, expected at least 1");
        }
        return new Workbench(sampleRateHz, maxSamples, kernels, Optional.empty());
    }

    /** Returns a fresh workbench of the same kind that has other music to mix in. */
    public Workbench withBackground(BackgroundSource source) {
        return new Workbench(sampleRateHz, maxSamples, kernels, Optional.of(source));
    }

    public int sampleRateHz() {
        return sampleRateHz;
    }

    public int maxSamples() {
        return maxSamples;
    }

    public Kernels kernels() {
        return kernels;
    }

    /** Returns where other music comes from, if the creator of this workbench gave any. */
    public Optional<BackgroundSource> background() {
        return background;
    }

    /** Returns the machine of that type, made by the given function when it is asked for first. */
    public <M> M machine(Class<M> type, Function<Workbench, M> maker) {
        Object known = machines.get(type);
        if (known == null) {
            known = maker.apply(this);
            machines.put(type, known);
        }
        return type.cast(known);
    }

    /** Refuses a waveform that is empty, longer than announced, or not finite, naming the first such sample. */
    public void requireUsable(float[] samples) {
        if (samples.length < 1 || samples.length > maxSamples) {
            throw new IllegalArgumentException(
                    "waveform has " + samples.length + " samples, allowed are 1 to " + maxSamples);
        }
        if (!isFinite(samples)) {
            throw notFinite(samples);
        }
    }

    /** Adds up zero times each sample, which is not zero for infinity and NaN, in four sums that need not wait for each other. */
    private static boolean isFinite(float[] samples) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int i = 0;
        for (; i < samples.length - 3; i += 4) {
            sum0 += samples[i] * 0;
            sum1 += samples[i + 1] * 0;
            sum2 += samples[i + 2] * 0;
            sum3 += samples[i + 3] * 0;
        }
        for (; i < samples.length; i++) {
            sum0 += samples[i] * 0;
        }
        return sum0 + sum1 + sum2 + sum3 == 0;
    }

    private static IllegalArgumentException notFinite(float[] samples) {
        int at = 0;
        while (Float.isFinite(samples[at])) {
            at++;
        }
        return new IllegalArgumentException("sample " + at + " is " + samples[at] + ", expected a finite number");
    }
}
