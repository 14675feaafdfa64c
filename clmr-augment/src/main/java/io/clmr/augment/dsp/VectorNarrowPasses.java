package io.clmr.augment.dsp;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The passes whose stride is smaller than a vector, for vectors of 4 or 8 lanes: butterflies of neighbouring p stand side by
 * side, and their results have to be interleaved on the way out.
 */
final class VectorNarrowPasses {
    private static final VectorSpecies<Double> LANES = DoubleVector.SPECIES_PREFERRED;
    private static final long ALL = (1L << LANES.length()) - 1;

    /** Stride 1: lane l of output vector v is lane v * lanes / 4 + l / 4 of result l % 4. */
    private static final VectorShuffle<Double> SPREAD0 = spread(0);

    private static final VectorShuffle<Double> SPREAD1 = spread(1);
    private static final VectorShuffle<Double> SPREAD2 = spread(2);
    private static final VectorShuffle<Double> SPREAD3 = spread(3);
    private static final VectorMask<Double> ODD = VectorMask.fromLong(LANES, 0b10101010 & ALL);
    private static final VectorMask<Double> UPPER_PAIR = VectorMask.fromLong(LANES, 0b11001100 & ALL);

    /** Stride 4: halves of two results make one output vector. */
    private static final VectorShuffle<Double> SWAP_HALVES =
            VectorShuffle.fromOp(LANES, lane -> (lane + LANES.length() / 2) % LANES.length());

    private static final VectorMask<Double> UPPER_HALF = VectorMask.fromLong(LANES, 0b11110000 & ALL);

    private VectorNarrowPasses() {}

    private static VectorShuffle<Double> spread(int vector) {
        return VectorShuffle.fromOp(LANES, lane -> (vector * LANES.length() / 4 + lane / 4) % LANES.length());
    }

    /** Combines like a pass of any stride, but leaves result k of butterfly i at i + k * size / 4; may work in place. */
    static void combine(double[] re, double[] im, Twiddles twiddles, double[] outRe, double[] outIm) {
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
            aRe.add(cRe).intoArray(outRe, i);
            aIm.add(cIm).intoArray(outIm, i);
            DoubleVector xRe = bRe.add(dIm);
            DoubleVector xIm = bIm.sub(dRe);
            DoubleVector w1Re = DoubleVector.fromArray(LANES, twiddles.re1(), i);
            DoubleVector w1Im = DoubleVector.fromArray(LANES, twiddles.im1(), i);
            xRe.mul(w1Re).sub(xIm.mul(w1Im)).intoArray(outRe, i + quarter);
            xRe.mul(w1Im).add(xIm.mul(w1Re)).intoArray(outIm, i + quarter);
            DoubleVector yRe = aRe.sub(cRe);
            DoubleVector yIm = aIm.sub(cIm);
            DoubleVector w2Re = DoubleVector.fromArray(LANES, twiddles.re2(), i);
            DoubleVector w2Im = DoubleVector.fromArray(LANES, twiddles.im2(), i);
            yRe.mul(w2Re).sub(yIm.mul(w2Im)).intoArray(outRe, i + 2 * quarter);
            yRe.mul(w2Im).add(yIm.mul(w2Re)).intoArray(outIm, i + 2 * quarter);
            DoubleVector zRe = bRe.sub(dIm);
            DoubleVector zIm = bIm.add(dRe);
            DoubleVector w3Re = DoubleVector.fromArray(LANES, twiddles.re3(), i);
            DoubleVector w3Im = DoubleVector.fromArray(LANES, twiddles.im3(), i);
            zRe.mul(w3Re).sub(zIm.mul(w3Im)).intoArray(outRe, i + 3 * quarter);
            zRe.mul(w3Im).add(zIm.mul(w3Re)).intoArray(outIm, i + 3 * quarter);
        }
    }

    /** Moves the results of stride 1 to where they belong. */
    static void interleaveOnes(double[] from, double[] to) {
        int quarter = from.length / 4;
        for (int i = 0; i < quarter; i += LANES.length()) {
            DoubleVector r0 = DoubleVector.fromArray(LANES, from, i);
            DoubleVector r1 = DoubleVector.fromArray(LANES, from, i + quarter);
            DoubleVector r2 = DoubleVector.fromArray(LANES, from, i + 2 * quarter);
            DoubleVector r3 = DoubleVector.fromArray(LANES, from, i + 3 * quarter);
            DoubleVector lower0 = r0.rearrange(SPREAD0).blend(r1.rearrange(SPREAD0), ODD);
            DoubleVector upper0 = r2.rearrange(SPREAD0).blend(r3.rearrange(SPREAD0), ODD);
            lower0.blend(upper0, UPPER_PAIR).intoArray(to, 4 * i);
            DoubleVector lower1 = r0.rearrange(SPREAD1).blend(r1.rearrange(SPREAD1), ODD);
            DoubleVector upper1 = r2.rearrange(SPREAD1).blend(r3.rearrange(SPREAD1), ODD);
            lower1.blend(upper1, UPPER_PAIR).intoArray(to, 4 * i + LANES.length());
            DoubleVector lower2 = r0.rearrange(SPREAD2).blend(r1.rearrange(SPREAD2), ODD);
            DoubleVector upper2 = r2.rearrange(SPREAD2).blend(r3.rearrange(SPREAD2), ODD);
            lower2.blend(upper2, UPPER_PAIR).intoArray(to, 4 * i + 2 * LANES.length());
            DoubleVector lower3 = r0.rearrange(SPREAD3).blend(r1.rearrange(SPREAD3), ODD);
            DoubleVector upper3 = r2.rearrange(SPREAD3).blend(r3.rearrange(SPREAD3), ODD);
            lower3.blend(upper3, UPPER_PAIR).intoArray(to, 4 * i + 3 * LANES.length());
        }
    }

    /** Moves the results of stride 4 to where they belong, in vectors of 8. */
    static void interleaveFours(double[] from, double[] to) {
        int quarter = from.length / 4;
        for (int i = 0; i < quarter; i += LANES.length()) {
            DoubleVector r0 = DoubleVector.fromArray(LANES, from, i);
            DoubleVector r1 = DoubleVector.fromArray(LANES, from, i + quarter);
            DoubleVector r2 = DoubleVector.fromArray(LANES, from, i + 2 * quarter);
            DoubleVector r3 = DoubleVector.fromArray(LANES, from, i + 3 * quarter);
            r0.blend(r1.rearrange(SWAP_HALVES), UPPER_HALF).intoArray(to, 4 * i);
            r2.blend(r3.rearrange(SWAP_HALVES), UPPER_HALF).intoArray(to, 4 * i + LANES.length());
            r0.rearrange(SWAP_HALVES).blend(r1, UPPER_HALF).intoArray(to, 4 * i + 2 * LANES.length());
            r2.rearrange(SWAP_HALVES).blend(r3, UPPER_HALF).intoArray(to, 4 * i + 3 * LANES.length());
        }
    }
}
