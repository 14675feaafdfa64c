package io.clmr.augment.dsp;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The passes whose stride is smaller than a vector, for vectors of 4 or 8 lanes: butterflies of neighbouring p stand side by
 * side, and their results have to be interleaved on the way out.
 *
 * <p>With 8 lanes, what leaves the pass of stride 1 has the groups of four in another order: vector v of each 32 elements holds
 * p = v and p = v + 4 instead of 2 v and 2 v + 1. The pass of stride 4 reads them so, with twiddle factors in that order, and
 * puts all in its place.
 */
final class VectorNarrowPasses {
    private static final VectorSpecies<Double> LANES = DoubleVector.SPECIES_PREFERRED;
    private static final long ALL = (1L << LANES.length()) - 1;

    private static final VectorShuffle<Double> EXCHANGE1 = exchange(1);
    private static final VectorShuffle<Double> EXCHANGE2 = exchange(2);
    private static final VectorShuffle<Double> EXCHANGE4 = exchange(4);
    private static final VectorMask<Double> UPPER1 = VectorMask.fromLong(LANES, 0b10101010 & ALL);
    private static final VectorMask<Double> UPPER2 = VectorMask.fromLong(LANES, 0b11001100 & ALL);
    private static final VectorMask<Double> UPPER4 = VectorMask.fromLong(LANES, 0b11110000 & ALL);

    private VectorNarrowPasses() {}

    private static VectorShuffle<Double> exchange(int distance) {
        return VectorShuffle.fromOp(LANES, lane -> (lane ^ distance) % LANES.length());
    }

    /** Returns the p whose group of four stands at the given place between the two passes, with 8 lanes. */
    static int groupAt(int place) {
        return place / 8 * 8 + place % 2 * 4 + place % 8 / 2;
    }

    /** The pass of stride 1 or, with 8 lanes, 4. */
    static void combine(double[] re, double[] im, int stride, Twiddles twiddles, double[] outRe, double[] outIm) {
        butterflies(re, im, twiddles);
        if (stride == 1) {
            interleaveOnes(re, outRe);
            interleaveOnes(im, outIm);
        } else {
            interleaveFours(re, outRe);
            interleaveFours(im, outIm);
        }
    }

    /** Combines in place: result k of butterfly i stays at i + k * size / 4. */
    private static void butterflies(double[] re, double[] im, Twiddles twiddles) {
        int quarter = re.length / 4;
        for (int i = 0; i < quarter; i += LANES.length()) {
            DoubleVector x0Re = DoubleVector.fromArray(LANES, re, i);
            DoubleVector x0Im = DoubleVector.fromArray(LANES, im, i);
            DoubleVector x1Re = DoubleVector.fromArray(LANES, re, i + quarter);
            DoubleVector x1Im = DoubleVector.fromArray(LANES, im, i + quarter);
            DoubleVector x2Re = DoubleVector.fromArray(LANES, re, i + 2 * quarter);
            DoubleVector x2Im = DoubleVector.fromArray(LANES, im, i + 2 * quarter);
            DoubleVector x3Re = DoubleVector.fromArray(LANES, re, i + 3 * quarter);
            DoubleVector x3Im = DoubleVector.fromArray(LANES, im, i + 3 * quarter);
            DoubleVector aRe = x0Re.add(x2Re);
            DoubleVector aIm = x0Im.add(x2Im);
            DoubleVector bRe = x0Re.sub(x2Re);
            DoubleVector bIm = x0Im.sub(x2Im);
            DoubleVector cRe = x1Re.add(x3Re);
            DoubleVector cIm = x1Im.add(x3Im);
            DoubleVector dRe = x1Re.sub(x3Re);
            DoubleVector dIm = x1Im.sub(x3Im);
            aRe.add(cRe).intoArray(re, i);
            aIm.add(cIm).intoArray(im, i);
            DoubleVector xRe = bRe.add(dIm);
            DoubleVector xIm = bIm.sub(dRe);
            DoubleVector w1Re = DoubleVector.fromArray(LANES, twiddles.re1(), i);
            DoubleVector w1Im = DoubleVector.fromArray(LANES, twiddles.im1(), i);
            xRe.mul(w1Re).sub(xIm.mul(w1Im)).intoArray(re, i + quarter);
            xRe.mul(w1Im).add(xIm.mul(w1Re)).intoArray(im, i + quarter);
            DoubleVector yRe = aRe.sub(cRe);
            DoubleVector yIm = aIm.sub(cIm);
            DoubleVector w2Re = DoubleVector.fromArray(LANES, twiddles.re2(), i);
            DoubleVector w2Im = DoubleVector.fromArray(LANES, twiddles.im2(), i);
            yRe.mul(w2Re).sub(yIm.mul(w2Im)).intoArray(re, i + 2 * quarter);
            yRe.mul(w2Im).add(yIm.mul(w2Re)).intoArray(im, i + 2 * quarter);
            DoubleVector zRe = bRe.sub(dIm);
            DoubleVector zIm = bIm.add(dRe);
            DoubleVector w3Re = DoubleVector.fromArray(LANES, twiddles.re3(), i);
            DoubleVector w3Im = DoubleVector.fromArray(LANES, twiddles.im3(), i);
            zRe.mul(w3Re).sub(zIm.mul(w3Im)).intoArray(re, i + 3 * quarter);
            zRe.mul(w3Im).add(zIm.mul(w3Re)).intoArray(im, i + 3 * quarter);
        }
    }

    /** Moves the results of stride 1: transposes four by four, in each half of a vector of 8. */
    private static void interleaveOnes(double[] from, double[] to) {
        int quarter = from.length / 4;
        for (int i = 0; i < quarter; i += LANES.length()) {
            DoubleVector r0 = DoubleVector.fromArray(LANES, from, i);
            DoubleVector r1 = DoubleVector.fromArray(LANES, from, i + quarter);
            DoubleVector r2 = DoubleVector.fromArray(LANES, from, i + 2 * quarter);
            DoubleVector r3 = DoubleVector.fromArray(LANES, from, i + 3 * quarter);
            DoubleVector s0 = r0.blend(r1.rearrange(EXCHANGE1), UPPER1);
            DoubleVector s1 = r0.rearrange(EXCHANGE1).blend(r1, UPPER1);
            DoubleVector s2 = r2.blend(r3.rearrange(EXCHANGE1), UPPER1);
            DoubleVector s3 = r2.rearrange(EXCHANGE1).blend(r3, UPPER1);
            s0.blend(s2.rearrange(EXCHANGE2), UPPER2).intoArray(to, 4 * i);
            s1.blend(s3.rearrange(EXCHANGE2), UPPER2).intoArray(to, 4 * i + LANES.length());
            s0.rearrange(EXCHANGE2).blend(s2, UPPER2).intoArray(to, 4 * i + 2 * LANES.length());
            s1.rearrange(EXCHANGE2).blend(s3, UPPER2).intoArray(to, 4 * i + 3 * LANES.length());
        }
    }

    /** Moves the results of stride 4 to where they belong, in vectors of 8. */
    private static void interleaveFours(double[] from, double[] to) {
        int quarter = from.length / 4;
        for (int i = 0; i < quarter; i += LANES.length()) {
            DoubleVector r0 = DoubleVector.fromArray(LANES, from, i);
            DoubleVector r1 = DoubleVector.fromArray(LANES, from, i + quarter);
            DoubleVector r2 = DoubleVector.fromArray(LANES, from, i + 2 * quarter);
            DoubleVector r3 = DoubleVector.fromArray(LANES, from, i + 3 * quarter);
            int lower = 16 * groupAt(i / 4);
            int upper = lower + 64;
            r0.blend(r1.rearrange(EXCHANGE4), UPPER4).intoArray(to, lower);
            r2.blend(r3.rearrange(EXCHANGE4), UPPER4).intoArray(to, lower + 8);
            r0.rearrange(EXCHANGE4).blend(r1, UPPER4).intoArray(to, upper);
            r2.rearrange(EXCHANGE4).blend(r3, UPPER4).intoArray(to, upper + 8);
        }
    }
}
