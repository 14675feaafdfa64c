package io.clmr.augment.dsp;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The reverb's filters over as many samples at once as a vector holds. */
final class VectorReverbFilters implements ReverbFilters {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    @Override
    public void collect(DelayLine[] lines, int first, int at, int count, float[] runs, float[] sum) {
        for (int t = 0; t < count; t += LANES) {
            FloatVector total = FloatVector.zero(SPECIES);
            for (int comb = first + CombBank.CHANNEL - 1; comb >= first; comb--) {
                FloatVector out = FloatVector.fromArray(SPECIES, lines[comb].samples(), at + t);
                out.intoArray(runs, comb * CombBank.RUN + t);
                total = total.add(out);
            }
            total.intoArray(sum, at + t);
        }
    }

    @Override
    public void feedBack(DelayLine[] lines, float[] runs, float feedback, float[] input, int at, int count) {
        FloatVector factor = FloatVector.broadcast(SPECIES, feedback);
        for (int comb = 0; comb < CombBank.SIZE; comb++) {
            float[] samples = lines[comb].samples();
            int to = at + lines[comb].length();
            int run = comb * CombBank.RUN;
            for (int t = 0; t < count; t += LANES) {
                FloatVector x = FloatVector.fromArray(SPECIES, input, at + t);
                FloatVector.fromArray(SPECIES, runs, run + t).mul(factor).add(x).intoArray(samples, to + t);
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
