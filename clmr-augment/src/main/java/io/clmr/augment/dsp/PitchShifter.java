package io.clmr.augment.dsp;

import io.clmr.augment.Workbench;
import java.util.Arrays;

/** SoX's {@code pitch} and the {@code rate} after it, in place: the same length, another pitch. */
public final class PitchShifter {
    private final int sampleRateHz;
    private final SampleRounding rounding;
    private final TempoStretcher stretcher;
    private final RateConverter converter;

    private PitchShifter(Workbench bench) {
        sampleRateHz = bench.sampleRateHz();
        rounding = bench.kernels().sampleRounding();
        stretcher = TempoStretcher.of(bench);
        converter = new RateConverter(bench.kernels());
    }

    /** Returns the workbench's pitch shifter. */
    public static PitchShifter of(Workbench bench) {
        return bench.machine(PitchShifter.class, PitchShifter::new);
    }

    /** Shifts in place by -700 to 700 cents; what comes out too long or too short is cut or followed by silence. */
    public void shift(float[] samples, int cents) {
        double factor = PitchRatio.tempoFactor(cents);
        if (factor == 1) {
            rounding.bridge(samples, 0, samples.length);
            return;
        }
        float[] stretched = stretcher.stretch(samples, factor);
        converter.convert(
                stretched,
                TempoStretcher.length(samples.length, factor),
                PitchRatio.rateRatio(factor, sampleRateHz),
                samples);
    }

    /** Returns the samples after the first stage alone, of another length and the same pitch. */
    public float[] stretch(float[] samples, int cents) {
        double factor = PitchRatio.tempoFactor(cents);
        int length = TempoStretcher.length(samples.length, factor);
        float[] stretched = Arrays.copyOf(factor == 1 ? samples : stretcher.stretch(samples, factor), length);
        rounding.bridge(stretched, 0, length);
        return stretched;
    }

    /** Returns the offset that was chosen in the search window of each segment of the last change of tempo. */
    int[] splices() {
        return stretcher.splices();
    }
}
