package io.clmr.eval.features;

/** Features, rows or a fitted head with a NaN or an infinity among their numbers, which nothing can be computed with. */
public final class NotFiniteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private NotFiniteException(String message) {
        super(message);
    }

    /**
     * Refuses numbers that are not finite.
     *
     * @param of whose they are, such as a file or clip
     * @param rows [rows][numbers]
     */
    public static void refuse(String of, float[][] rows) {
        for (int row = 0; row < rows.length; row++) {
            int at = firstNotFinite(rows[row]);
            if (at >= 0) {
                throw new NotFiniteException(of + ": number " + at + " of row " + row + " is " + rows[row][at]
                        + ", expected finite numbers; the weights make too much of such samples or features");
            }
        }
    }

    /** Returns the position of the first number that is not finite, or -1. */
    public static int firstNotFinite(float[] row) {
        for (int n = 0; n < row.length; n++) {
            if (!Float.isFinite(row[n])) {
                return n;
            }
        }
        return -1;
    }
}
