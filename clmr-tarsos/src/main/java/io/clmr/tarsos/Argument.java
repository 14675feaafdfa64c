package io.clmr.tarsos;

import io.clmr.augment.RandomStream;
import io.clmr.augment.Range;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One argument of a processor's constructor, as it is written in a configuration. */
sealed interface Argument {
    String SAMPLE_RATE = "sample_rate_hz";
    String NUMBER = "([-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d{1,3})?)";
    Pattern FIXED = Pattern.compile(NUMBER);
    Pattern DRAWN = Pattern.compile("\\[\\s*" + NUMBER + "\\s*,\\s*" + NUMBER + "\\s*]");

    /** Reads a number, a range such as {@code [0.1, 0.5]}, {@code true}, {@code false} or {@code sample_rate_hz}. */
    static Argument parse(String text) {
        if (text.equals(SAMPLE_RATE)) {
            return new SampleRate();
        }
        if (text.equals("true") || text.equals("false")) {
            return new Flag(text.equals("true"));
        }
        if (FIXED.matcher(text).matches()) {
            return new Fixed(Double.parseDouble(text));
        }
        Matcher range = DRAWN.matcher(text);
        if (range.matches()) {
            return new Drawn(new Range(Double.parseDouble(range.group(1)), Double.parseDouble(range.group(2))));
        }
        throw new IllegalArgumentException("arguments contain '" + text
                + "', expected a number, a range such as [0.1, 0.5], true, false or " + SAMPLE_RATE);
    }

    /** Returns whether a constructor's parameter of that type can take this. */
    boolean fits(Class<?> type);

    /** Returns what is settled once the stream has decided. */
    Settled draw(RandomStream stream, Class<?> type);

    /** Returns the smallest that can be drawn. */
    Settled least();

    /** Returns the greatest that can be drawn. */
    Settled greatest();

    /** An argument of which nothing is left to be drawn. */
    sealed interface Settled extends Argument {

        /** Returns the value in the boxed form of the type, which this fits. */
        Object value(Class<?> type, int sampleRateHz);

        @Override
        default Settled draw(RandomStream stream, Class<?> type) {
            return this;
        }

        @Override
        default Settled least() {
            return this;
        }

        @Override
        default Settled greatest() {
            return this;
        }
    }

    /** A number. */
    record Fixed(double number) implements Settled {
        public Fixed {
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("arguments contain " + number + ", expected finite numbers");
            }
        }

        @Override
        public boolean fits(Class<?> type) {
            boolean whole = number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE;
            return isReal(type) || (isWhole(type) && whole);
        }

        @Override
        public Object value(Class<?> type, int sampleRateHz) {
            return boxed(number, type);
        }
    }

    /** A range that a number is drawn from uniformly, a whole one if the constructor wants a whole one. */
    record Drawn(Range range) implements Argument {
        @Override
        public boolean fits(Class<?> type) {
            boolean hasWhole = Math.ceil(range.min()) <= Math.floor(range.max())
                    && Math.max(-range.min(), range.max()) <= Integer.MAX_VALUE;
            return isReal(type) || (isWhole(type) && hasWhole);
        }

        @Override
        public Settled draw(RandomStream stream, Class<?> type) {
            return new Fixed(isReal(type) ? range.draw(stream) : range.drawWhole(stream));
        }

        @Override
        public Settled least() {
            return new Fixed(range.min());
        }

        @Override
        public Settled greatest() {
            return new Fixed(range.max());
        }
    }

    /** The chain's sample rate. */
    record SampleRate() implements Settled {
        @Override
        public boolean fits(Class<?> type) {
            return isReal(type) || isWhole(type);
        }

        @Override
        public Object value(Class<?> type, int sampleRateHz) {
            return boxed(sampleRateHz, type);
        }
    }

    /** A truth value. */
    record Flag(boolean set) implements Settled {
        @Override
        public boolean fits(Class<?> type) {
            return type == boolean.class;
        }

        @Override
        public Object value(Class<?> type, int sampleRateHz) {
            return set;
        }
    }

    private static boolean isReal(Class<?> type) {
        return type == double.class || type == float.class;
    }

    private static boolean isWhole(Class<?> type) {
        return type == int.class || type == long.class;
    }

    private static Object boxed(double number, Class<?> type) {
        if (type == double.class) {
            return number;
        }
        if (type == float.class) {
            return (float) number;
        }
        return type == int.class ? (Object) (int) number : (Object) (long) number;
    }
}
