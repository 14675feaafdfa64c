package io.clmr.eval.probe;

/** Ends training after some epochs without a lower validation loss; a loss that is not finite ends it too. */
final class EarlyStopping {
    private final int patience;
    private double best = Double.POSITIVE_INFINITY;
    private int waited;

    EarlyStopping(int patience) {
        this.patience = patience;
    }

    /** Takes the loss after an epoch and says whether it was the last. */
    boolean isLast(double loss) {
        if (loss < best) {
            best = loss;
            waited = 0;
        } else {
            waited++;
        }
        return waited >= patience || !Double.isFinite(loss);
    }
}
