package io.clmr.augment.dsp;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The reverb's filters over as many samples at once as a vector holds. */
final class VectorReverbFilters implements ReverbFilters {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    @Override
    public void sum(float[] lines, int first, int at, int count, float[] sum) {
        for (int t = at; t < at + count; t += LANES) {
            FloatVector total = FloatVector.zero(SPECIES);
            for (int comb = first + CombBank.CHANNEL - 1; comb >= first; comb--) {
                total = total.add(FloatVector.fromArray(SPECIES, lines, comb * CombBank.LINE + t));
            }
            total.intoArray(sum, t);
        }
    }

    @Override
    public void feedBack(float[] runs, float feedback, float[] input, int at, float[] lines, int[] lengths, int count) {
        for (int comb = 0; comb < CombBank.SIZE; comb++) {
            int run = comb * CombBank.RUN;
            int to = comb * CombBank.LINE + at + lengths[comb];
            for (int t = 0; t < count; t += LANES) {
                FloatVector x = FloatVector.fromArray(SPECIES, input, at + t);
                FloatVector stored = FloatVector.fromArray(SPECIES, runs, run + t);
                stored.mul(feedback).add(x).intoArray(lines, to + t);
            }
        }
    }

    @Override
    public void allPass(DelayLine line, float[] signal, int count) {
        float[] samples = line.samples();
        int length = line.length();
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        for (int t = 0; t < count; t += LANES) {
            FloatVector in = FloatVector.fromArray(SPECIES, signal, t);
            FloatVector out = FloatVector.fromArray(SPECIES, samples, t);
            out.mul(half).add(in).intoArray(samples, t + length);
            out.sub(in).intoArray(signal, t);
        }
    }
}
