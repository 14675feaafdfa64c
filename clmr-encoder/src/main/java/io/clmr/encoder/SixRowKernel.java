package io.clmr.encoder;

import static io.clmr.encoder.Lanes.COUNT;
import static io.clmr.encoder.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Six rows at a time, 12 sums in registers: for 16 vector registers.
 *
 * <p>Written out because the compiler keeps vectors in registers only as single variables.
 */
final class SixRowKernel extends RowKernel {
    private static final int ROWS = 6;

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
        FloatVector l0 = FloatVector.zero(SPECIES);
        FloatVector r0 = FloatVector.zero(SPECIES);
        FloatVector l1 = FloatVector.zero(SPECIES);
        FloatVector r1 = FloatVector.zero(SPECIES);
        FloatVector l2 = FloatVector.zero(SPECIES);
        FloatVector r2 = FloatVector.zero(SPECIES);
        FloatVector l3 = FloatVector.zero(SPECIES);
        FloatVector r3 = FloatVector.zero(SPECIES);
        FloatVector l4 = FloatVector.zero(SPECIES);
        FloatVector r4 = FloatVector.zero(SPECIES);
        FloatVector l5 = FloatVector.zero(SPECIES);
        FloatVector r5 = FloatVector.zero(SPECIES);
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
        }
        store(l0, r0, out, outStart);
        store(l1, r1, out, outStart + outStep);
        store(l2, r2, out, outStart + 2 * outStep);
        store(l3, r3, out, outStart + 3 * outStep);
        store(l4, r4, out, outStart + 4 * outStep);
        store(l5, r5, out, outStart + 5 * outStep);
    }

    private static void store(FloatVector left, FloatVector right, float[] out, int at) {
        left.intoArray(out, at);
        right.intoArray(out, at + COUNT);
    }
}
