package io.clmr.train;

/** How a training run ended, when it ended well. */
public enum Outcome {
    /** All steps were taken. */
    FINISHED,
    /** It was asked to stop, finished the step it was in and saved; it can be resumed. */
    INTERRUPTED
}
