package io.clmr.augment.dsp;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The roundings in lanes, for Java before 21, whose compiler makes no vector code of conversions to integers, and whose Vector
 * API does not either: so all stays in floating point. What does not fill a vector is left to plain loops.
 */
final class VectorSampleRounding implements SampleRounding {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;

    private static final int LANES = FLOATS.length();
    private static final int HALF = DOUBLES.length();

    /** Adding and subtracting it rounds a float of [0, 2^23] to an integer; larger ones are integers. */
    private static final float FLOAT_ROUNDER = 0x1p23f;

    private final PlainSampleRounding plain = new PlainSampleRounding();
    private final double[] leftSum = new double[DelayLine.BLOCK];
    private final double[] rightSum = new double[DelayLine.BLOCK];

    /**
     * Rounds m = 2^24 |x| to an integer: upwards if its fraction is 1/2 or more. For negative x truncation to 2^-31 comes first,
     * which moves the limit to 65/128. From |x| = 1/2 up a float has no more than 24 bits anyway.
     */
    @Override
    public void bridge(float[] samples, int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector x = FloatVector.fromArray(FLOATS, samples, i);
            VectorMask<Float> negative = x.compare(VectorOperators.LT, 0f);
            FloatVector magnitude = x.abs().mul(SoxSamples.STEPS);
            FloatVector nearest = magnitude.add(FLOAT_ROUNDER).sub(FLOAT_ROUNDER);
            FloatVector whole = nearest.sub(1f, nearest.compare(VectorOperators.GT, magnitude));
            FloatVector limit = FloatVector.broadcast(FLOATS, 0.5f).blend(65 / 128f, negative);
            FloatVector rounded = whole.add(1f, magnitude.sub(whole).compare(VectorOperators.GE, limit))
                    .mul(1 / SoxSamples.STEPS);
            FloatVector signed = rounded.blend(FloatVector.zero(FLOATS).sub(rounded), negative);
            signed.blend(x.max(-1f).min(1f), x.abs().compare(VectorOperators.GE, 0.5f))
                    .intoArray(samples, i);
        }
        plain.bridge(samples, i, to);
    }

    @Override
    public void truncate(float[] from, double[] to, int count) {
        plain.truncate(from, to, count); // no slower
    }

    @Override
    public void store(double[] from, float[] to, int count) {
        int whole = count / HALF * HALF;
        for (int i = 0; i < whole; i += HALF) {
            DoubleVector.fromArray(DOUBLES, from, i)
                    .add(SoxSamples.ROUNDER)
                    .sub(SoxSamples.ROUNDER)
                    .max(Integer.MIN_VALUE)
                    .min(Integer.MAX_VALUE)
                    .intoArray(from, i);
        }
        round(from, to, whole);
        for (int i = whole; i < count; i++) {
            to[i] = SoxSamples.rounded(SoxSamples.nearest(from[i]));
        }
    }

    @Override
    public void mixDown(float[] dry, float[] left, float[] right, float wetGain, float[] to, int count) {
        int whole = count / LANES * LANES;
        addAndTruncate(dry, left, wetGain, whole);
        addAndTruncate(dry, right, wetGain, whole);
        clip(left, leftSum, whole);
        clip(right, rightSum, whole);
        mean(leftSum, rightSum, whole);
        round(leftSum, to, whole);
        for (int i = whole; i < count; i++) {
            int first = SoxSamples.truncated(dry[i] + left[i] * wetGain);
            int second = SoxSamples.truncated(dry[i] + right[i] * wetGain);
            to[i] = SoxSamples.rounded(SoxSamples.mean(first, second));
        }
    }

    /** Leaves the sum in the wet signal, truncated to integers that are still floats and may lie beyond full scale. */
    private static void addAndTruncate(float[] dry, float[] wet, float wetGain, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector x = FloatVector.fromArray(FLOATS, wet, i)
                    .mul(wetGain)
                    .add(FloatVector.fromArray(FLOATS, dry, i))
                    .mul(SoxSamples.FULL_SCALE);
            FloatVector magnitude = x.abs();
            FloatVector nearest = magnitude.add(FLOAT_ROUNDER).sub(FLOAT_ROUNDER);
            FloatVector down = nearest.sub(1f, nearest.compare(VectorOperators.GT, magnitude));
            FloatVector whole = down.blend(magnitude, magnitude.compare(VectorOperators.GE, FLOAT_ROUNDER));
            whole.blend(FloatVector.zero(FLOATS).sub(whole), x.compare(VectorOperators.LT, 0f))
                    .intoArray(wet, i);
        }
    }

    private static void clip(float[] from, double[] to, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector integers = FloatVector.fromArray(FLOATS, from, i);
            ((DoubleVector) integers.convertShape(VectorOperators.F2D, DOUBLES, 0))
                    .max(Integer.MIN_VALUE)
                    .min(Integer.MAX_VALUE)
                    .intoArray(to, i);
            ((DoubleVector) integers.convertShape(VectorOperators.F2D, DOUBLES, 1))
                    .max(Integer.MIN_VALUE)
                    .min(Integer.MAX_VALUE)
                    .intoArray(to, i + HALF);
        }
    }

    /** Leaves the means in the left channel: integers or halves, a quarter away from zero, then to the nearest integer. */
    private static void mean(double[] left, double[] right, int count) {
        for (int i = 0; i < count; i += HALF) {
            DoubleVector mean = DoubleVector.fromArray(DOUBLES, left, i)
                    .add(DoubleVector.fromArray(DOUBLES, right, i))
                    .mul(0.5);
            DoubleVector quarter =
                    DoubleVector.broadcast(DOUBLES, 0.25).blend(-0.25, mean.compare(VectorOperators.LT, 0));
            mean.add(quarter).add(SoxSamples.ROUNDER).sub(SoxSamples.ROUNDER).intoArray(left, i);
        }
    }

    /**
     * Rounds integers to 24 bits: of the 128 that make a step, the upper 64 go up.
     *
     * <p>Narrows them in a plain loop, since half-width vectors beside full ones keep the compiler of Java 17 from seeing through
     * either.
     */
    private static void round(double[] integers, float[] to, int count) {
        for (int i = 0; i < count; i += HALF) {
            DoubleVector.fromArray(DOUBLES, integers, i)
                    .add(0.5)
                    .mul(1 / 128.0)
                    .add(SoxSamples.ROUNDER)
                    .sub(SoxSamples.ROUNDER)
                    .mul(1 / (double) SoxSamples.STEPS)
                    .intoArray(integers, i);
        }
        for (int i = 0; i < count; i++) {
            to[i] = (float) integers[i];
        }
    }
}
