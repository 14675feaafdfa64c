package io.clmr.data.audio;

/**
 * Something odd about a file that could be decoded all the same.
 *
 * @param found what it is, as half a sentence with numbers
 */
public record AudioRemark(Kind kind, String found) {

    /** What is odd. */
    public enum Kind {
        /** Some packets cannot be decoded and are left out. */
        DAMAGED_PACKETS,
        /** The file's clock runs ahead of the samples: something is missing in between. */
        SHIFTED_TIMES,
        /** There is more audio than the header states. */
        LONGER_THAN_STATED
    }
}
