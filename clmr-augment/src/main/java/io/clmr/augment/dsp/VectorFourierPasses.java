package io.clmr.augment.dsp;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The passes with as many butterflies in lanes as the machine has. */
final class VectorFourierPasses implements FourierPasses {
    private static final VectorSpecies<Double> LANES = DoubleVector.SPECIES_PREFERRED;

    private final ScalarFourierPasses scalar = new ScalarFourierPasses();

    @Override
    public Twiddles twiddles(int size, int stride) {
        return stride == 4 && LANES.length() == 8
                ? Twiddles.of(size, stride, i -> VectorNarrowPasses.groupAt(i / stride))
                : Twiddles.of(size, stride, i -> i / stride);
    }

    @Override
    public void combine(double[] re, double[] im, int stride, Twiddles twiddles, double[] outRe, double[] outIm) {
        if (stride >= LANES.length()) {
            wide(re, im, stride, twiddles, outRe, outIm);
        } else if (LANES.length() < 4) {
            scalar.combine(re, im, stride, twiddles, outRe, outIm);
        } else {
            VectorNarrowPasses.combine(re, im, stride, twiddles, outRe, outIm);
        }
    }

    private static void wide(double[] re, double[] im, int stride, Twiddles twiddles, double[] outRe, double[] outIm) {
        int quarter = re.length / 4;
        for (int p = 0; p < quarter; p += stride) {
            DoubleVector w1Re = DoubleVector.broadcast(LANES, twiddles.re1()[p]);
            DoubleVector w1Im = DoubleVector.broadcast(LANES, twiddles.im1()[p]);
            DoubleVector w2Re = DoubleVector.broadcast(LANES, twiddles.re2()[p]);
            DoubleVector w2Im = DoubleVector.broadcast(LANES, twiddles.im2()[p]);
            DoubleVector w3Re = DoubleVector.broadcast(LANES, twiddles.re3()[p]);
            DoubleVector w3Im = DoubleVector.broadcast(LANES, twiddles.im3()[p]);
            int to = 4 * p;
            for (int q = p; q < p + stride; q += LANES.length(), to += LANES.length()) {
                DoubleVector x0Re = DoubleVector.fromArray(LANES, re, q);
                DoubleVector x0Im = DoubleVector.fromArray(LANES, im, q);
                DoubleVector x1Re = DoubleVector.fromArray(LANES, re, q + quarter);
                DoubleVector x1Im = DoubleVector.fromArray(LANES, im, q + quarter);
                DoubleVector x2Re = DoubleVector.fromArray(LANES, re, q + 2 * quarter);
                DoubleVector x2Im = DoubleVector.fromArray(LANES, im, q + 2 * quarter);
                DoubleVector x3Re = DoubleVector.fromArray(LANES, re, q + 3 * quarter);
                DoubleVector x3Im = DoubleVector.fromArray(LANES, im, q + 3 * quarter);
                DoubleVector aRe = x0Re.add(x2Re);
                DoubleVector aIm = x0Im.add(x2Im);
                DoubleVector bRe = x0Re.sub(x2Re);
                DoubleVector bIm = x0Im.sub(x2Im);
                DoubleVector cRe = x1Re.add(x3Re);
                DoubleVector cIm = x1Im.add(x3Im);
                DoubleVector dRe = x1Re.sub(x3Re);
                DoubleVector dIm = x1Im.sub(x3Im);
                DoubleVector xRe = bRe.add(dIm);
                DoubleVector xIm = bIm.sub(dRe);
                DoubleVector yRe = aRe.sub(cRe);
                DoubleVector yIm = aIm.sub(cIm);
                DoubleVector zRe = bRe.sub(dIm);
                DoubleVector zIm = bIm.add(dRe);
                aRe.add(cRe).intoArray(outRe, to);
                aIm.add(cIm).intoArray(outIm, to);
                xRe.mul(w1Re).sub(xIm.mul(w1Im)).intoArray(outRe, to + stride);
                xRe.mul(w1Im).add(xIm.mul(w1Re)).intoArray(outIm, to + stride);
                yRe.mul(w2Re).sub(yIm.mul(w2Im)).intoArray(outRe, to + 2 * stride);
                yRe.mul(w2Im).add(yIm.mul(w2Re)).intoArray(outIm, to + 2 * stride);
                zRe.mul(w3Re).sub(zIm.mul(w3Im)).intoArray(outRe, to + 3 * stride);
                zRe.mul(w3Im).add(zIm.mul(w3Re)).intoArray(outIm, to + 3 * stride);
            }
        }
    }

    @Override
    public void last(double[] re, double[] im, double[] outRe, double[] outIm) {
        int quarter = re.length / 4;
        for (int q = 0; q < quarter; q += LANES.length()) {
            DoubleVector x0Re = DoubleVector.fromArray(LANES, re, q);
            DoubleVector x0Im = DoubleVector.fromArray(LANES, im, q);
            DoubleVector x1Re = DoubleVector.fromArray(LANES, re, q + quarter);
            DoubleVector x1Im = DoubleVector.fromArray(LANES, im, q + quarter);
            DoubleVector x2Re = DoubleVector.fromArray(LANES, re, q + 2 * quarter);
            DoubleVector x2Im = DoubleVector.fromArray(LANES, im, q + 2 * quarter);
            DoubleVector x3Re = DoubleVector.fromArray(LANES, re, q + 3 * quarter);
            DoubleVector x3Im = DoubleVector.fromArray(LANES, im, q + 3 * quarter);
            DoubleVector aRe = x0Re.add(x2Re);
            DoubleVector aIm = x0Im.add(x2Im);
            DoubleVector bRe = x0Re.sub(x2Re);
            DoubleVector bIm = x0Im.sub(x2Im);
            DoubleVector cRe = x1Re.add(x3Re);
            DoubleVector cIm = x1Im.add(x3Im);
            DoubleVector dRe = x1Re.sub(x3Re);
            DoubleVector dIm = x1Im.sub(x3Im);
            aRe.add(cRe).intoArray(outRe, q);
            aIm.add(cIm).intoArray(outIm, q);
            bRe.add(dIm).intoArray(outRe, q + quarter);
            bIm.sub(dRe).intoArray(outIm, q + quarter);
            aRe.sub(cRe).intoArray(outRe, q + 2 * quarter);
            aIm.sub(cIm).intoArray(outIm, q + 2 * quarter);
            bRe.sub(dIm).intoArray(outRe, q + 3 * quarter);
            bIm.add(dRe).intoArray(outIm, q + 3 * quarter);
        }
    }

    @Override
    public void multiply(double[] re, double[] im, double[] byRe, double[] byIm, double[] outRe, double[] outIm) {
        for (int i = 0; i < re.length; i += LANES.length()) {
            DoubleVector xRe = DoubleVector.fromArray(LANES, re, i);
            DoubleVector xIm = DoubleVector.fromArray(LANES, im, i);
            DoubleVector yRe = DoubleVector.fromArray(LANES, byRe, i);
            DoubleVector yIm = DoubleVector.fromArray(LANES, byIm, i);
            xRe.mul(yRe).sub(xIm.mul(yIm)).intoArray(outRe, i);
            xRe.mul(yIm).add(xIm.mul(yRe)).intoArray(outIm, i);
        }
    }
}
