package io.clmr.augment.dsp;

/** The passes one butterfly at a time. */
final class ScalarFourierPasses implements FourierPasses {

    @Override
    public Twiddles twiddles(int size, int stride) {
        return Twiddles.of(size, stride, i -> i / stride);
    }

    private static void first(double[] re, double[] im, Twiddles twiddles, double[] outRe, double[] outIm) {
        int quarter = re.length / 4;
        for (int q = 0; q < quarter; q++) {
            double aRe = re[q] + re[q + 2 * quarter];
            double aIm = im[q] + im[q + 2 * quarter];
            double bRe = re[q] - re[q + 2 * quarter];
            double bIm = im[q] - im[q + 2 * quarter];
            double cRe = re[q + quarter] + re[q + 3 * quarter];
            double cIm = im[q + quarter] + im[q + 3 * quarter];
            double dRe = re[q + quarter] - re[q + 3 * quarter];
            double dIm = im[q + quarter] - im[q + 3 * quarter];
            int to = 4 * q;
            outRe[to] = aRe + cRe;
            outIm[to] = aIm + cIm;
            double xRe = bRe + dIm;
            double xIm = bIm - dRe;
            outRe[to + 1] = xRe * twiddles.re1()[q] - xIm * twiddles.im1()[q];
            outIm[to + 1] = xRe * twiddles.im1()[q] + xIm * twiddles.re1()[q];
            double yRe = aRe - cRe;
            double yIm = aIm - cIm;
            outRe[to + 2] = yRe * twiddles.re2()[q] - yIm * twiddles.im2()[q];
            outIm[to + 2] = yRe * twiddles.im2()[q] + yIm * twiddles.re2()[q];
            double zRe = bRe - dIm;
            double zIm = bIm + dRe;
            outRe[to + 3] = zRe * twiddles.re3()[q] - zIm * twiddles.im3()[q];
            outIm[to + 3] = zRe * twiddles.im3()[q] + zIm * twiddles.re3()[q];
        }
    }

    @Override
    public void combine(double[] re, double[] im, int stride, Twiddles twiddles, double[] outRe, double[] outIm) {
        if (stride == 1) {
            first(re, im, twiddles, outRe, outIm);
            return;
        }
        for (int from = 0; from < re.length / 4; from += stride) {
            group(re, im, stride, twiddles, from, outRe, outIm);
        }
    }

    private static void group(
            double[] re, double[] im, int stride, Twiddles twiddles, int from, double[] outRe, double[] outIm) {
        double w1Re = twiddles.re1()[from];
        double w1Im = twiddles.im1()[from];
        double w2Re = twiddles.re2()[from];
        double w2Im = twiddles.im2()[from];
        double w3Re = twiddles.re3()[from];
        double w3Im = twiddles.im3()[from];
        int quarter = re.length / 4;
        int to = 4 * from;
        for (int q = from; q < from + stride; q++, to++) {
            double aRe = re[q] + re[q + 2 * quarter];
            double aIm = im[q] + im[q + 2 * quarter];
            double bRe = re[q] - re[q + 2 * quarter];
            double bIm = im[q] - im[q + 2 * quarter];
            double cRe = re[q + quarter] + re[q + 3 * quarter];
            double cIm = im[q + quarter] + im[q + 3 * quarter];
            double dRe = re[q + quarter] - re[q + 3 * quarter];
            double dIm = im[q + quarter] - im[q + 3 * quarter];
            outRe[to] = aRe + cRe;
            outIm[to] = aIm + cIm;
            double xRe = bRe + dIm;
            double xIm = bIm - dRe;
            outRe[to + stride] = xRe * w1Re - xIm * w1Im;
            outIm[to + stride] = xRe * w1Im + xIm * w1Re;
            double yRe = aRe - cRe;
            double yIm = aIm - cIm;
            outRe[to + 2 * stride] = yRe * w2Re - yIm * w2Im;
            outIm[to + 2 * stride] = yRe * w2Im + yIm * w2Re;
            double zRe = bRe - dIm;
            double zIm = bIm + dRe;
            outRe[to + 3 * stride] = zRe * w3Re - zIm * w3Im;
            outIm[to + 3 * stride] = zRe * w3Im + zIm * w3Re;
        }
    }

    @Override
    public void last(double[] re, double[] im, double[] outRe, double[] outIm) {
        int quarter = re.length / 4;
        for (int q = 0; q < quarter; q++) {
            double aRe = re[q] + re[q + 2 * quarter];
            double aIm = im[q] + im[q + 2 * quarter];
            double bRe = re[q] - re[q + 2 * quarter];
            double bIm = im[q] - im[q + 2 * quarter];
            double cRe = re[q + quarter] + re[q + 3 * quarter];
            double cIm = im[q + quarter] + im[q + 3 * quarter];
            double dRe = re[q + quarter] - re[q + 3 * quarter];
            double dIm = im[q + quarter] - im[q + 3 * quarter];
            outRe[q] = aRe + cRe;
            outIm[q] = aIm + cIm;
            outRe[q + quarter] = bRe + dIm;
            outIm[q + quarter] = bIm - dRe;
            outRe[q + 2 * quarter] = aRe - cRe;
            outIm[q + 2 * quarter] = aIm - cIm;
            outRe[q + 3 * quarter] = bRe - dIm;
            outIm[q + 3 * quarter] = bIm + dRe;
        }
    }

    @Override
    public void multiply(double[] re, double[] im, double[] byRe, double[] byIm, double[] outRe, double[] outIm) {
        for (int i = 0; i < re.length; i++) {
            double product = re[i] * byRe[i] - im[i] * byIm[i];
            outIm[i] = re[i] * byIm[i] + im[i] * byRe[i];
            outRe[i] = product;
        }
    }
}
