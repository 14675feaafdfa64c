package io.clmr.augment.dsp;

import io.clmr.augment.Workbench;
import java.util.Arrays;

/**
 * SoX's {@code reverb}, in place: a Freeverb from one channel to two, mixed down again. The dry signal stays at full level.
 */
public final class Reverberator {
    /** Lengths at 44.1 kHz of the comb and all-pass filters. */
    private static final int[] COMBS = {1116, 1188, 1277, 1356, 1422, 1491, 1557, 1617};

    private static final int[] ALL_PASSES = {225, 341, 441, 556};
    private static final int STEREO_SPREAD = 12;
    private static final float WET_GAIN = 0.015f;
    private static final double DECAY = -1 / StrictMath.log(1 - 0.3); // feedback is 0.3 at reverberance 0
    private static final double DECAY_STEP = 100 / (StrictMath.log(1 - 0.98) * DECAY + 1); // and 0.98 at 100

    private final SampleRounding rounding;
    private final ReverbFilters filters;
    private final double lengthScale;
    private final CombBank combs;
    private final int[] combLengths = new int[CombBank.SIZE];
    private final DelayLine[] allPasses = new DelayLine[2 * ALL_PASSES.length];
    private final float[] dry = new float[DelayLine.BLOCK];
    private final float[] left = new float[DelayLine.BLOCK];
    private final float[] right = new float[DelayLine.BLOCK];
    private final float[] mixed = new float[DelayLine.BLOCK];

    private Reverberator(Workbench bench) {
        rounding = bench.kernels().sampleRounding();
        filters = bench.kernels().reverbFilters();
        combs = new CombBank(filters);
        lengthScale = bench.sampleRateHz() * (1 / 44100.0);
        Arrays.setAll(allPasses, pass -> new DelayLine());
    }

    /** Returns the workbench's reverberator. */
    public static Reverberator of(Workbench bench) {
        return bench.machine(Reverberator.class, Reverberator::new);
    }

    /** Adds the room to the samples; all parameters in per cent, 0 to 100. */
    public void apply(float[] samples, int reverberance, int damping, int roomScale) {
        prepare(reverberance, damping, roomScale);
        for (int at = 0; at < samples.length; at += DelayLine.BLOCK) {
            int count = Math.min(DelayLine.BLOCK, samples.length - at);
            int tiled = (count + DelayLine.TILE - 1) / DelayLine.TILE * DelayLine.TILE;
            System.arraycopy(samples, at, dry, 0, count);
            rounding.bridge(dry, 0, count);
            Arrays.fill(dry, count, tiled, 0f);
            combs.apply(dry, left, right, tiled);
            passAll(0, left, tiled);
            passAll(ALL_PASSES.length, right, tiled);
            rounding.mixDown(dry, left, right, WET_GAIN, mixed, count);
            System.arraycopy(mixed, 0, samples, at, count);
        }
    }

    static float feedback(int reverberance) {
        return (float) (1 - StrictMath.exp((reverberance - DECAY_STEP) / (DECAY * DECAY_STEP)));
    }

    static float damping(int damping) {
        return (float) (damping / 100.0 * 0.3 + 0.2);
    }

    private void prepare(int reverberance, int damping, int roomScale) {
        double roomLength = roomScale / 100.0 * 0.9 + 0.1;
        int spread = STEREO_SPREAD; // changes sign from filter to filter, and on from the combs to the all-passes
        for (int comb = 0; comb < COMBS.length; comb++) {
            combLengths[comb] = (int) (roomLength * lengthScale * COMBS[comb] + 0.5);
            combLengths[CombBank.CHANNEL + comb] = (int) (roomLength * lengthScale * (COMBS[comb] + spread) + 0.5);
            spread = -spread;
        }
        combs.reset(combLengths, feedback(reverberance), damping(damping));
        for (int pass = 0; pass < ALL_PASSES.length; pass++) {
            allPasses[pass].reset((int) (lengthScale * ALL_PASSES[pass] + 0.5));
            allPasses[ALL_PASSES.length + pass].reset((int) (lengthScale * (ALL_PASSES[pass] + spread) + 0.5));
            spread = -spread;
        }
    }

    private void passAll(int first, float[] signal, int count) {
        for (int pass = first + ALL_PASSES.length - 1; pass >= first; pass--) {
            filters.allPass(allPasses[pass], signal, count);
            allPasses[pass].advance(count);
        }
    }
}
