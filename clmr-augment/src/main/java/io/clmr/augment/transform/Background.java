package io.clmr.augment.transform;

import io.clmr.augment.BackgroundSource;
import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Parameter;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Workbench;
import java.util.List;
import java.util.Map;

/**
 * Adds other music, scaled so that the waveform's power lies the given number of decibels above it; the sum is not clamped.
 *
 * <p>Nothing is added to silence, and silence adds nothing.
 *
 * @param seed of the stream with which the source chooses, so that the effect can be repeated
 */
record Background(double snrDb, int seed) implements Effect {
    static final Parameter SNR_DB = Parameter.real("snr_db", -30, 120);
    static final Parameter SEED = Parameter.whole("seed", 0, Integer.MAX_VALUE).withFallback(0);
    static final OperationType TYPE = new OperationType(
            "background",
            List.of(SNR_DB, SEED),
            arguments -> new Background(arguments.real(SNR_DB), arguments.whole(SEED)));

    Background {
        SNR_DB.check("background", snrDb);
        SEED.check("background", seed);
    }

    @Override
    public OperationType type() {
        return TYPE;
    }

    @Override
    public Map<String, Number> parameters() {
        return TYPE.describe(snrDb, seed);
    }

    @Override
    public void apply(float[] samples, Workbench bench) {
        float[] other = bench.machine(Scratch.class, made -> new Scratch()).ofLength(samples.length);
        source(bench).fill(other, RandomStream.of(seed));
        double power = Power.of(other, other.length);
        if (power == 0) {
            return;
        }
        double factor = Math.sqrt(Power.of(samples, samples.length) / power * StrictMath.pow(10, -snrDb / 10));
        for (int i = 0; i < samples.length; i++) {
            samples[i] += (float) (factor * other[i]);
        }
    }

    static BackgroundSource source(Workbench bench) {
        return bench.background()
                .orElseThrow(() -> new IllegalArgumentException(
                        "background: no music to mix in was given; create the chain at a workbench with a"
                                + " BackgroundSource, or leave background out of the chain"));
    }

    /** Keeps the last array, since views of one run have one length. */
    private static final class Scratch {
        private float[] samples = new float[0];

        float[] ofLength(int length) {
            if (samples.length != length) {
                samples = new float[length];
            }
            return samples;
        }
    }
}
