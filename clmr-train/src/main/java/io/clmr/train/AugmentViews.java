package io.clmr.train;

/** Which of a clip's two views the augmentation chain is applied to; both are random crops in any case. */
public enum AugmentViews {
    BOTH,
    /** The second view is only cropped, as in the paper's comparison of single transforms. */
    FIRST
}
