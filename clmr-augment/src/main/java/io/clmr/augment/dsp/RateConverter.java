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

    private static final int CHUNK = 512;

    private final Doubler doubler;
    private final PhaseFilter filter;
    private final SampleRounding rounding;
    private final OutputClock clock = new OutputClock();
    private final KaiserLowPass design = new KaiserLowPass(RatePlan.PHASES_BETA, RatePlan.PHASES_RHO);
    private final PhaseTable loweringTable = new PhaseTable(design);
    private final PhaseTable raisingTable = new PhaseTable(design);
    private final double[] evens = new double[HISTORY + Doubler.MAX_BLOCK_PAIRS];
    private final double[] odds = new double[HISTORY + Doubler.MAX_BLOCK_PAIRS];
    private final int[] rows = new int[CHUNK];
    private final int[] starts = new int[CHUNK];
    private final double[] fractions = new double[CHUNK];
    private final double[] resampled = new double[CHUNK];

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
        Arrays.fill(evens, 0, HISTORY, 0);
        Arrays.fill(odds, 0, HISTORY, 0);
        int done = 0;
        for (int first = 0; done < wanted; first += pairs) {
            doubler.run(samples, count, first, evens, odds, HISTORY);
            int offset = 2 * (HISTORY - first) - (plan.taps() - 1) / 2;
            done = pick(table, offset, 2 * (HISTORY + pairs) - PhaseTable.ROW, output, done, wanted);
            System.arraycopy(evens, pairs, evens, 0, HISTORY);
            System.arraycopy(odds, pairs, odds, 0, HISTORY);
        }
        Arrays.fill(output, wanted, output.length, 0f);
    }

    /** Makes output samples until one would start at the limit, and returns how many there are then. */
    private int pick(PhaseTable table, int offset, int limit, float[] output, int done, int wanted) {
        while (done < wanted) {
            int found = clock.positions(done, offset, limit, starts, rows, fractions);
            int count = Math.min(found, wanted - done);
            filter.run(table, rows, fractions, starts, evens, odds, resampled, count);
            rounding.store(resampled, output, done, count);
            done += count;
            if (found < CHUNK) {
                return done;
            }
        }
        return done;
    }
}
