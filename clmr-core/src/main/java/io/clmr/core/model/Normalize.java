package io.clmr.core.model;

/** What is done to the samples before the first layer. */
public enum Normalize {
    /** Nothing. */
    NONE,
    /** The training set's mean is subtracted and its standard deviation divides; both are kept in the checkpoint. */
    DATASET
}
