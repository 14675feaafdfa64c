package io.clmr.augment;

/** A closed range of whole numbers, both ends included. */
public record IntRange(int min, int max) {
    public IntRange {
        if (min > max) {
            throw new IllegalArgumentException("range is [" + min + ", " + max + "], expected the smaller end first");
        }
    }

    /** Draws uniformly. */
    public int draw(RandomStream stream) {
        return stream.uniformInt(min, max);
    }

    @Override
    public String toString() {
        return "[" + min + ", " + max + "]";
    }
}
