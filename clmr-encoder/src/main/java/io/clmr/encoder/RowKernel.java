package io.clmr.encoder;

import static io.clmr.encoder.Lanes.COUNT;
import static io.clmr.encoder.Lanes.PANEL;
import static io.clmr.encoder.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Multiplies some rows with one panel of weights. Each row's sums are added up in the order of its numbers, whatever other
 * rows there are, so a result never depends on what it is computed with.
 */
abstract class RowKernel {
    /** Sums of so many products are added up apart: long sums in one go lose twice the digits, shorter parts cost time. */
    private static final int PART = 64;

    /** Returns the kernel for this machine: as many rows as the sums fit into its registers. */
    static RowKernel active() {
        // AVX2 has 16 registers; AVX-512 and NEON have 32
        return Lanes.SPECIES.vectorBitSize() == 256 ? new SixRowKernel() : new TwelveRowKernel();
    }

    /** Rows that are multiplied at a time. */
    abstract int rows();

    /** Returns floats of scratch memory that {@link #sum} needs. */
    final int scratch() {
        return rows() * PANEL;
    }

    /** As {@link #multiply}, part by part. */
    final void sum(
            float[] a,
            int aStart,
            int aStep,
            int length,
            float[] panel,
            int panelStart,
            float[] out,
            int outStart,
            int outStep,
            float[] scratch) {
        multiply(a, aStart, aStep, Math.min(PART, length), panel, panelStart, out, outStart, outStep);
        for (int from = PART; from < length; from += PART) {
            int count = Math.min(PART, length - from);
            multiply(a, aStart + from, aStep, count, panel, panelStart + from * PANEL, scratch, 0, PANEL);
            add(scratch, out, outStart, outStep);
        }
    }

    private void add(float[] sums, float[] out, int outStart, int outStep) {
        for (int row = 0; row < rows(); row++) {
            for (int channel = 0; channel < PANEL; channel += COUNT) {
                int at = outStart + row * outStep + channel;
                FloatVector sum = FloatVector.fromArray(SPECIES, sums, row * PANEL + channel);
                FloatVector.fromArray(SPECIES, out, at).add(sum).intoArray(out, at);
            }
        }
    }

    /**
     * Multiplies {@link #rows} rows.
     *
     * @param a rows of {@code length} numbers, the first at {@code aStart}, each {@code aStep} behind the last; they may
     *     overlap
     * @param panel [length][{@link Lanes#PANEL}] from {@code panelStart}
     * @param out rows of {@link Lanes#PANEL} sums, the first at {@code outStart}, each {@code outStep} behind the last
     */
    abstract void multiply(
            float[] a,
            int aStart,
            int aStep,
            int length,
            float[] panel,
            int panelStart,
            float[] out,
            int outStart,
            int outStep);
}
