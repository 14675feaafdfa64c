package io.clmr.eval.probe;

/**
 * Cuts the learning rate when the validation loss stays on a plateau, as PyTorch's ReduceLROnPlateau does: by a tenth
 * after more than five epochs without a fall of a ten-thousandth.
 */
final class Plateau {
    private static final double FACTOR = 0.1;
    private static final int PATIENCE = 5;
    private static final double RELATIVE_FALL = 1e-4;
    private static final double SMALLEST_CUT = 1e-8; // a smaller change of the rate is not made

    private double rate;
    private double best = Double.POSITIVE_INFINITY;
    private int waited;

    Plateau(double rate) {
        this.rate = rate;
    }

    double rate() {
        return rate;
    }

    /** Takes the loss after an epoch. */
    void step(double loss) {
        if (loss < best * (1 - RELATIVE_FALL)) {
            best = loss;
            waited = 0;
        } else {
            waited++;
        }
        if (waited > PATIENCE) {
            waited = 0;
            if (rate - rate * FACTOR > SMALLEST_CUT) {
                rate *= FACTOR;
            }
        }
    }
}
