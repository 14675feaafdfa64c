package io.clmr.augment.dsp;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The second filter with its taps in lanes: 8 of even and 8 of odd number. */
final class VectorPhaseFilter implements PhaseFilter {
    /** The least width of the machine's vectors for which this pays. */
    static final int BITS = 512;

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_512;
    private static final int HALF_ROW = PhaseTable.ROW / 2;
    private static final VectorShuffle<Double> FOUR_ON = VectorShuffle.fromOp(SPECIES, lane -> (lane + 4) % 8);
    private static final VectorShuffle<Double> TWO_ON = VectorShuffle.fromOp(SPECIES, lane -> (lane + 2) % 8);

    @Override
    public void run(PhaseTable table, long[] positions, double[] fractions, double[] doubled, double[] out, int count) {
        double[] coefficients = table.coefficients();
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        DoubleVector curvature = DoubleVector.broadcast(SPECIES, table.curvature());
        int odds = doubled.length / 2;
        for (int k = 0; k < count; k++) {
            int start = (int) (positions[k] >> Integer.SIZE);
            int parity = start & 1; // no branch on it, which could not be predicted
            DoubleVector first = DoubleVector.fromArray(SPECIES, doubled, (start >> 1) + parity * odds);
            DoubleVector second = DoubleVector.fromArray(SPECIES, doubled, (start + 1 >> 1) + (1 - parity) * odds);
            // Loading d and computing its weights in lanes is faster than computing them first and broadcasting all
            // three.
            DoubleVector d = DoubleVector.broadcast(SPECIES, fractions[k]);
            DoubleVector weight2 = d.mul(d).sub(d).mul(curvature);
            DoubleVector weight1 = d.sub(weight2.add(weight2));
            DoubleVector weight0 = one.sub(d).add(weight2);
            int row0 = table.row((int) positions[k]);
            int row1 = row0 + PhaseTable.ROW;
            int row2 = row1 + PhaseTable.ROW;
            DoubleVector firstTap = DoubleVector.fromArray(SPECIES, coefficients, row0)
                    .mul(weight0)
                    .add(DoubleVector.fromArray(SPECIES, coefficients, row1).mul(weight1))
                    .add(DoubleVector.fromArray(SPECIES, coefficients, row2).mul(weight2));
            DoubleVector secondTap = DoubleVector.fromArray(SPECIES, coefficients, row0 + HALF_ROW)
                    .mul(weight0)
                    .add(DoubleVector.fromArray(SPECIES, coefficients, row1 + HALF_ROW)
                            .mul(weight1))
                    .add(DoubleVector.fromArray(SPECIES, coefficients, row2 + HALF_ROW)
                            .mul(weight2));
            DoubleVector sum = firstTap.mul(first).add(secondTap.mul(second));
            sum = sum.add(sum.rearrange(FOUR_ON));
            sum = sum.add(sum.rearrange(TWO_ON));
            out[k] = sum.lane(0) + sum.lane(1);
        }
    }
}
