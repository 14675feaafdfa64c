package io.clmr.data.dataset;

/** The part of a dataset a clip belongs to. */
public enum Split {
    TRAIN,
    VALID,
    TEST,
    /** In the dataset, but in none of its three parts: used by neither training nor evaluation. */
    UNASSIGNED
}
