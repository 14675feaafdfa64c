package io.clmr.augment;

/** The two published codes of CLMR, whose chains differ. */
public enum Recipe {
    /** The code of 2020, which made the published scores. */
    CLMR_V1,
    /** The code of 2021, which people have. */
    CLMR_V2
}
