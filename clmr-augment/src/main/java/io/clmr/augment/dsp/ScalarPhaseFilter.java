package io.clmr.augment.dsp;

/** The second filter one output at a time. */
final class ScalarPhaseFilter implements PhaseFilter {
    private static final int HALF_ROW = PhaseTable.ROW / 2;

    private final double[] pairs = new double[HALF_ROW];

    @Override
    public void run(PhaseTable table, long[] positions, double[] fractions, double[] doubled, double[] out, int count) {
        double[] coefficients = table.coefficients();
        double curvature = table.curvature();
        int odds = doubled.length / 2;
        for (int k = 0; k < count; k++) {
            int start = (int) (positions[k] >> Integer.SIZE);
            int parity = start & 1;
            int first = (start >> 1) + parity * odds;
            int second = (start + 1 >> 1) + (1 - parity) * odds;
            int row0 = table.row((int) positions[k]);
            int row1 = row0 + PhaseTable.ROW;
            int row2 = row1 + PhaseTable.ROW;
            double d = fractions[k];
            double weight2 = curvature * (d * d - d);
            double weight1 = d - (weight2 + weight2);
            double weight0 = 1 - d + weight2;
            for (int i = 0; i < HALF_ROW; i++) {
                int j = i + HALF_ROW;
                double firstTap = weight0 * coefficients[row0 + i]
                        + weight1 * coefficients[row1 + i]
                        + weight2 * coefficients[row2 + i];
                double secondTap = weight0 * coefficients[row0 + j]
                        + weight1 * coefficients[row1 + j]
                        + weight2 * coefficients[row2 + j];
                pairs[i] = firstTap * doubled[first + i] + secondTap * doubled[second + i];
            }
            out[k] = ((pairs[0] + pairs[4]) + (pairs[2] + pairs[6])) + ((pairs[1] + pairs[5]) + (pairs[3] + pairs[7]));
        }
    }
}
