package io.clmr.eval.embed;

/** What becomes of the windows of a file. */
public enum Pool {
    /** One row a window. */
    NONE(1),
    /** One row a file: the mean over its windows. */
    MEAN(1),
    /** One row a file: the mean over its windows, then their standard deviation (of the population). */
    MEAN_STD(2);

    private final int parts;

    Pool(int parts) {
        this.parts = parts;
    }

    /** Returns the length of a row for features of the given length. */
    public int dim(int featureDim) {
        return parts * featureDim;
    }

    /**
     * Returns the rows of a file.
     *
     * @param windows [windows][featureDim], at least one
     */
    float[][] apply(float[][] windows) {
        if (this == NONE) {
            return windows;
        }
        int dim = windows[0].length;
        float[] row = new float[parts * dim];
        for (int d = 0; d < dim; d++) {
            double sum = 0;
            for (float[] window : windows) {
                sum += window[d];
            }
            double mean = sum / windows.length;
            row[d] = (float) mean;
            if (this == MEAN_STD) {
                double squares = 0;
                for (float[] window : windows) {
                    squares += (window[d] - mean) * (window[d] - mean);
                }
                row[dim + d] = (float) Math.sqrt(squares / windows.length);
            }
        }
        return new float[][] {row};
    }
}
