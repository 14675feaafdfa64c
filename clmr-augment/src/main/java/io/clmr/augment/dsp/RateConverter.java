package io.clmr.augment.dsp;

import java.util.Arrays;

/**
 * SoX's {@code rate}, as far as pitch shifts need it.
 *
 * <p>Works through the input block by block: {@link Doubler} makes the next doubled samples, {@link PhaseFilter} all output
 * samples that these allow.
 */
final class RateConverter {
    /** Doubled pairs kept from block to block: those under one phase's taps, and some to spare. */
    private static final int HISTORY = 16;

    /** Where the doubled samples of odd number start, those of even number before them. */
    private static final int ODDS = HISTORY + Doubler.MAX_BLOCK_PAIRS;

    private static final int CHUNK = 512;

    private final Doubler doubler;
    private final PhaseFilter filter;
    private final SampleRounding rounding;
    private final OutputClock clock = new OutputClock();
    private final KaiserLowPass design = new KaiserLowPass(RatePlan.PHASES_BETA, RatePlan.PHASES_RHO);
    private final PhaseTable loweringTable = new PhaseTable(design);
    private final PhaseTable raisingTable = new PhaseTable(design);
    private final double[] doubled = new double[2 * ODDS];
    private final long[] positions = new long[CHUNK];
    private final double[] fractions = new double[CHUNK];
    private final double[] resampled = new double[CHUNK];
    private final float[] stored = new float[CHUNK];

    RateConverter(Kernels kernels) {
        doubler = new Doubler(kernels);
        filter = kernels.phaseFilter();
        rounding = kernels.sampleRounding();
    }

    /** Returns how many samples come out. */
    static int length(int samples, double ratio) {
        return (int) (samples / ratio + 0.5);
    }

    /**
     * Resamples; if the output has more room than there are samples, the rest becomes silence.
     *
     * @param count of the samples that are valid
     * @param ratio input rate over output rate, 0.66 to 1.5
     */
    void convert(float[] samples, int count, double ratio, float[] output) {
        RatePlan plan = RatePlan.of(ratio);
        doubler.prepare(plan);
        clock.prepare(plan);
        // Nearly all shifts downwards share one table, so that it is worth keeping apart.
        PhaseTable table = ratio < 1 ? loweringTable : raisingTable;
        table.prepare(plan);

        int wanted = Math.min(output.length, length(count, ratio));
        int pairs = doubler.blockPairs();
        Arrays.fill(doubled, 0, HISTORY, 0);
        Arrays.fill(doubled, ODDS, ODDS + HISTORY, 0);
        int done = 0;
        for (int first = 0; done < wanted; first += pairs) {
            doubler.run(samples, count, first, doubled, HISTORY, ODDS + HISTORY);
            int offset = 2 * (HISTORY - first) - (plan.taps() - 1) / 2;
            int limit = 2 * (HISTORY + pairs) - PhaseTable.ROW;
            int reach = Math.min(wanted, clock.firstFrom(limit - offset));
            pick(table, offset, output, done, reach);
            done = reach;
            System.arraycopy(doubled, pairs, doubled, 0, HISTORY);
            System.arraycopy(doubled, ODDS + pairs, doubled, ODDS, HISTORY);
        }
        Arrays.fill(output, wanted, output.length, 0f);
    }

    /** Makes output samples from doubled ones that are all there. */
    private void pick(PhaseTable table, int offset, float[] output, int from, int to) {
        for (int done = from; done < to; done += CHUNK) {
            int count = Math.min(CHUNK, to - done);
            clock.positions(done, offset, positions, fractions, count);
            filter.run(table, positions, fractions, doubled, resampled, count);
            rounding.store(resampled, stored, count);
            System.arraycopy(stored, 0, output, done, count);
        }
    }
}
