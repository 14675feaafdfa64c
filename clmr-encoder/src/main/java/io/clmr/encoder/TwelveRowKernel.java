package io.clmr.encoder;

import static io.clmr.encoder.Lanes.COUNT;
import static io.clmr.encoder.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Twelve rows at a time, 24 sums in registers: for 32 vector registers.
 *
 * <p>Written out because the compiler keeps vectors in registers only as single variables, and without calls because it
 * gives up inlining where a method has grown large.
 */
final class TwelveRowKernel extends RowKernel {
    private static final int ROWS = 12;

    @Override
    int rows() {
        return ROWS;
    }

    @Override
    void multiply(
            float[] a,
            int aStart,
            int aStep,
            int length,
            float[] panel,
            int panelStart,
            float[] out,
            int outStart,
            int outStep) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector l0 = zero;
        FloatVector r0 = zero;
        FloatVector l1 = zero;
        FloatVector r1 = zero;
        FloatVector l2 = zero;
        FloatVector r2 = zero;
        FloatVector l3 = zero;
        FloatVector r3 = zero;
        FloatVector l4 = zero;
        FloatVector r4 = zero;
        FloatVector l5 = zero;
        FloatVector r5 = zero;
        FloatVector l6 = zero;
        FloatVector r6 = zero;
        FloatVector l7 = zero;
        FloatVector r7 = zero;
        FloatVector l8 = zero;
        FloatVector r8 = zero;
        FloatVector l9 = zero;
        FloatVector r9 = zero;
        FloatVector l10 = zero;
        FloatVector r10 = zero;
        FloatVector l11 = zero;
        FloatVector r11 = zero;
        for (int i = 0; i < length; i++) {
            FloatVector left = FloatVector.fromArray(SPECIES, panel, panelStart + 2 * COUNT * i);
            FloatVector right = FloatVector.fromArray(SPECIES, panel, panelStart + 2 * COUNT * i + COUNT);
            FloatVector x = FloatVector.broadcast(SPECIES, a[aStart + i]);
            l0 = x.fma(left, l0);
            r0 = x.fma(right, r0);
            x = FloatVector.broadcast(SPECIES, a[aStart + aStep + i]);
            l1 = x.fma(left, l1);
            r1 = x.fma(right, r1);
            x = FloatVector.broadcast(SPECIES, a[aStart + 2 * aStep + i]);
            l2 = x.fma(left, l2);
            r2 = x.fma(right, r2);
            x = FloatVector.broadcast(SPECIES, a[aStart + 3 * aStep + i]);
            l3 = x.fma(left, l3);
            r3 = x.fma(right, r3);
            x = FloatVector.broadcast(SPECIES, a[aStart + 4 * aStep + i]);
            l4 = x.fma(left, l4);
            r4 = x.fma(right, r4);
            x = FloatVector.broadcast(SPECIES, a[aStart + 5 * aStep + i]);
            l5 = x.fma(left, l5);
            r5 = x.fma(right, r5);
            x = FloatVector.broadcast(SPECIES, a[aStart + 6 * aStep + i]);
            l6 = x.fma(left, l6);
            r6 = x.fma(right, r6);
            x = FloatVector.broadcast(SPECIES, a[aStart + 7 * aStep + i]);
            l7 = x.fma(left, l7);
            r7 = x.fma(right, r7);
            x = FloatVector.broadcast(SPECIES, a[aStart + 8 * aStep + i]);
            l8 = x.fma(left, l8);
            r8 = x.fma(right, r8);
            x = FloatVector.broadcast(SPECIES, a[aStart + 9 * aStep + i]);
            l9 = x.fma(left, l9);
            r9 = x.fma(right, r9);
            x = FloatVector.broadcast(SPECIES, a[aStart + 10 * aStep + i]);
            l10 = x.fma(left, l10);
            r10 = x.fma(right, r10);
            x = FloatVector.broadcast(SPECIES, a[aStart + 11 * aStep + i]);
            l11 = x.fma(left, l11);
            r11 = x.fma(right, r11);
        }
        l0.intoArray(out, outStart);
        r0.intoArray(out, outStart + COUNT);
        l1.intoArray(out, outStart + outStep);
        r1.intoArray(out, outStart + outStep + COUNT);
        l2.intoArray(out, outStart + 2 * outStep);
        r2.intoArray(out, outStart + 2 * outStep + COUNT);
        l3.intoArray(out, outStart + 3 * outStep);
        r3.intoArray(out, outStart + 3 * outStep + COUNT);
        l4.intoArray(out, outStart + 4 * outStep);
        r4.intoArray(out, outStart + 4 * outStep + COUNT);
        l5.intoArray(out, outStart + 5 * outStep);
        r5.intoArray(out, outStart + 5 * outStep + COUNT);
        l6.intoArray(out, outStart + 6 * outStep);
        r6.intoArray(out, outStart + 6 * outStep + COUNT);
        l7.intoArray(out, outStart + 7 * outStep);
        r7.intoArray(out, outStart + 7 * outStep + COUNT);
        l8.intoArray(out, outStart + 8 * outStep);
        r8.intoArray(out, outStart + 8 * outStep + COUNT);
        l9.intoArray(out, outStart + 9 * outStep);
        r9.intoArray(out, outStart + 9 * outStep + COUNT);
        l10.intoArray(out, outStart + 10 * outStep);
        r10.intoArray(out, outStart + 10 * outStep + COUNT);
        l11.intoArray(out, outStart + 11 * outStep);
        r11.intoArray(out, outStart + 11 * outStep + COUNT);
    }
}
