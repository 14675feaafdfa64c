package io.clmr.data.store;

/** What preparing found out about a file. */
public enum Verdict {
    /** Usable. */
    OK,
    /** No audio, damaged, cut off, or not there. */
    UNREADABLE,
    /** A readable file without one sample. */
    EMPTY,
    /** Shorter than one window. */
    TOO_SHORT,
    /** No sample differs from zero by more than one step of 16 bits. */
    SILENT,
    /** A sample is NaN or infinite. */
    NAN
}
