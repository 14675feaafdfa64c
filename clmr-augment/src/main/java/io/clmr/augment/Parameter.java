package io.clmr.augment;

import java.util.OptionalDouble;

/**
 * A parameter of an operation: its name with the unit in it, the closed range it may lie in, and its value when left out.
 *
 * @param whole whether only whole numbers are allowed
 */
public record Parameter(String name, double min, double max, boolean whole, OptionalDouble fallback) {

    public static Parameter real(String name, double min, double max) {
        return new Parameter(name, min, max, false, OptionalDouble.empty());
    }

    public static Parameter whole(String name, double min, double max) {
        return new Parameter(name, min, max, true, OptionalDouble.empty());
    }

    public Parameter withFallback(double value) {
        return new Parameter(name, min, max, whole, OptionalDouble.of(value));
    }

    /** Returns the value if it is allowed, and names owner, parameter, value and range if not. */
    public double check(String owner, double value) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    owner + ": " + name + " is " + text(value) + ", allowed are " + allowed());
        }
        if (whole && value != Math.rint(value)) {
            throw new IllegalArgumentException(owner + ": " + name + " is " + value + ", expected a whole number");
        }
        return value;
    }

    /** Checks both ends of a range that values of this parameter will be drawn from. */
    public void check(String owner, Range range) {
        check(owner, range.min());
        check(owner, range.max());
    }

    /** Checks both ends of a range that values of this parameter will be drawn from. */
    public void check(String owner, IntRange range) {
        check(owner, range.min());
        check(owner, range.max());
    }

    /** Returns the allowed range as text. */
    public String allowed() {
        return text(min) + " to " + text(max);
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
