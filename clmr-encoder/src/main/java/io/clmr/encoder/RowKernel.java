package io.clmr.encoder;

/**
 * Multiplies some rows with one panel of weights. Each row's sums are added up in the order of its numbers, whatever other
 * rows there are, so a result never depends on what it is computed with.
 */
abstract class RowKernel {

    /** Returns the kernel for this machine: as many rows as the sums fit into its registers. */
    static RowKernel active() {
        // AVX2 has 16 registers; AVX-512 and NEON have 32
        return Lanes.SPECIES.vectorBitSize() == 256 ? new SixRowKernel() : new TwelveRowKernel();
    }

    /** Rows that are multiplied at a time. */
    abstract int rows();

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
