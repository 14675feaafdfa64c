package io.clmr.augment;

/** A closed range of real numbers, both ends included. */
public record Range(double min, double max) {
    public Range {
        if (!(min <= max) || Double.isInfinite(min) || Double.isInfinite(max)) {
            throw new IllegalArgumentException(
                    "range is [" + min + ", " + max + "], expected two finite numbers, the smaller one first");
        }
    }

    /** Draws uniformly. */
    public double draw(RandomStream stream) {
        return stream.uniform(min, max);
    }

    /** Draws a whole number uniformly from those inside the range. */
    public int drawWhole(RandomStream stream) {
        return stream.uniformInt((int) Math.ceil(min), (int) Math.floor(max));
    }

    /** Refuses a range without a whole number in it. */
    public void requireWholeNumber(String owner, Parameter parameter) {
        if (Math.ceil(min) > Math.floor(max)) {
            throw new IllegalArgumentException(
                    owner + ": " + parameter.name() + " is " + this + ", expected a range with a whole number in it");
        }
    }

    @Override
    public String toString() {
        return "[" + min + ", " + max + "]";
    }
}
