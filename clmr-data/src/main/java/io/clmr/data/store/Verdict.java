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
    /** As silent, but only because the channels are opposite and cancel in the mono mix. */
    CHANNELS_CANCEL,
    /** A sample is NaN or infinite. */
    NAN,
    /** The disk, the network or a permission kept the bytes back; the next preparation tries again. */
    READ_ERROR,
    /** Was being decoded in two crashes of the program. */
    CRASHED;

    /** Returns whether another look at the same file would end the same. */
    boolean isFinal() {
        return this != READ_ERROR;
    }
}
