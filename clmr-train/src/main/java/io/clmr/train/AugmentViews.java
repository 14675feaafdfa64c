package io.clmr.train;

/** Which of a clip's views the augmentation chain is applied to; all are random crops in any case. */
public enum AugmentViews {
    /** All of them. */
    BOTH,
    /** The views after the first are only cropped, as in the paper's comparison of single transforms. */
    FIRST
}
