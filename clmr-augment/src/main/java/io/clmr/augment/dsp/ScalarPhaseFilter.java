package io.clmr.augment.dsp;

/** The second filter one output at a time. */
final class ScalarPhaseFilter implements PhaseFilter {

    @Override
    public void run(
            PhaseTable table,
            int[] rows,
            double[] fractions,
            int[] starts,
            double[] evens,
            double[] odds,
            double[] out,
            int count) {
        for (int k = 0; k < count; k++) {
            int start = starts[k];
            boolean even = start % 2 == 0;
            out[k] = sum(
                    table, rows[k], fractions[k], even ? evens : odds, start / 2, even ? odds : evens, (start + 1) / 2);
        }
    }

    private static double sum(
            PhaseTable table, int row, double d, double[] first, int firstAt, double[] second, int secondAt) {
        double s0 = pair(table, row, d, first, firstAt, second, secondAt);
        double s1 = pair(table, row + 1, d, first, firstAt + 1, second, secondAt + 1);
        double s2 = pair(table, row + 2, d, first, firstAt + 2, second, secondAt + 2);
        double s3 = pair(table, row + 3, d, first, firstAt + 3, second, secondAt + 3);
        double s4 = pair(table, row + 4, d, first, firstAt + 4, second, secondAt + 4);
        double s5 = pair(table, row + 5, d, first, firstAt + 5, second, secondAt + 5);
        double s6 = pair(table, row + 6, d, first, firstAt + 6, second, secondAt + 6);
        double s7 = pair(table, row + 7, d, first, firstAt + 7, second, secondAt + 7);
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }

    private static double pair(
            PhaseTable table, int entry, double d, double[] first, int firstAt, double[] second, int secondAt) {
        return coefficient(table, entry, d) * first[firstAt]
                + coefficient(table, entry + PhaseTable.ROW / 2, d) * second[secondAt];
    }

    private static double coefficient(PhaseTable table, int entry, double d) {
        return table.constant()[entry] + d * (table.linear()[entry] + d * table.square()[entry]);
    }
}
