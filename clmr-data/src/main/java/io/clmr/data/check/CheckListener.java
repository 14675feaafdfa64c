package io.clmr.data.check;

/** Hears how far the check is; may throw to end it. */
@FunctionalInterface
public interface CheckListener {
    /** Takes the number of clips gone through. */
    void progressed(int done, int total);
}
