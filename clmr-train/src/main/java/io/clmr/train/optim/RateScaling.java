package io.clmr.train.optim;

/** How the learning rate grows with the number of songs in a batch. */
public enum RateScaling {
    /** Not at all. */
    NONE {
        @Override
        double factor(int batchSize) {
            return 1;
        }
    },
    /** With batch / 256 (Goyal et al. 2017); the second published code's LARS has 0.3 times that. */
    LINEAR {
        @Override
        double factor(int batchSize) {
            return batchSize / 256.0;
        }
    },
    /** With its square root (SimCLR, appendix B.1); the first published code's LARS has 0.075 times that. */
    SQRT {
        @Override
        double factor(int batchSize) {
            return Math.sqrt(batchSize);
        }
    };

    /** Returns what the configured rate is multiplied by. */
    abstract double factor(int batchSize);
}
