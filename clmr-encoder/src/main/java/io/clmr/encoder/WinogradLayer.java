package io.clmr.encoder;

import static io.clmr.encoder.Lanes.COUNT;
import static io.clmr.encoder.Lanes.PANEL;
import static io.clmr.encoder.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * A convolution of kernel 3 with a pool of 3 by Winograd's F(3, 3): three outputs from five products instead of nine.
 *
 * <p>The three outputs are those of one pool. Seen as polynomials, five values at the points 0, 1, -1, 1/2 and infinity decide
 * the product; these points lose the fewest digits of those that are cheap (rounding errors are 1.6 times those of the direct
 * sum). With d the inputs and g the kernel, the output is Aᵀ((G g) · (Bᵀ d)), where
 *
 * <pre>
 *       ½  -1  -½   1   0              2    0    0
 *       0  -½   ½   1   0              1    1    1               1   1   1   1   0
 * Bᵀ =  0   ½ -3/2  1   0       G =  -1/3  1/3 -1/3       Aᵀ =   0   1  -1   ½   0
 *       0  -1   0   1   0            -8/3 -4/3 -2/3              0   1   1   ¼   1
 *       0   ½  -1  -½   1              0    0    1
 * </pre>
 */
final class WinogradLayer extends PackedLayer {
    private static final int POINTS = 5;
    private static final int TILE = 3;
    private static final int BLOCK_TILES = 48; // a panel of weights stays in the first cache while they pass by
    private static final double[][] KERNEL_AT_POINTS = {
        {2, 0, 0}, {1, 1, 1}, {-1 / 3., 1 / 3., -1 / 3.}, {-8 / 3., -4 / 3., -2 / 3.}, {0, 0, 1}
    };

    private final float[] weight; // [points][panels][inputs][panel]

    WinogradLayer(ConvLayer layer, int inputs, int inputLength, RowKernel kernel) {
        super(layer, inputs, inputLength, kernel);
        weight = new float[POINTS * inputs * outputs];
        for (int point = 0; point < POINTS; point++) {
            for (int o = 0; o < layer.outputs(); o++) {
                for (int i = 0; i < layer.inputs(); i++) {
                    double sum = 0;
                    for (int tap = 0; tap < TILE; tap++) {
                        sum += KERNEL_AT_POINTS[point][tap] * layer.weightAt(o, i, tap);
                    }
                    weight[point * inputs * outputs + packed(o, i, inputs)] = (float) sum;
                }
            }
        }
    }

    static boolean fits(ConvLayer layer, int inputs) {
        return layer.kernel() == TILE && layer.stride() == 1 && layer.pool() == TILE && inputs % COUNT == 0;
    }

    @Override
    int scratch() {
        return POINTS * BLOCK_TILES * (inputs + outputs);
    }

    @Override
    int inputSlack() {
        return 0;
    }

    @Override
    void compute(float[] x, float[] y, int yStart, float[] scratch, float[] part) {
        int sums = POINTS * BLOCK_TILES * inputs;
        for (int from = 0; from < outputLength; from += BLOCK_TILES) {
            int tiles = Math.min(BLOCK_TILES, outputLength - from);
            transformInputs(x, from * TILE * inputs, tiles, scratch);
            for (int point = 0; point < POINTS; point++) {
                multiply(point, tiles, scratch, sums, part);
            }
            transformOutputs(scratch, sums, tiles, y, yStart + from * outputs);
        }
    }

    /** From the inputs at a point, [tiles][inputs], to the sums at that point, [tiles][outputs]. */
    private void multiply(int point, int tiles, float[] scratch, int sums, float[] part) {
        int firstTile = point * BLOCK_TILES;
        for (int channel = 0; channel < outputs; channel += PANEL) {
            for (int tile = 0; tile < tiles; tile += kernel.rows()) {
                kernel.sum(
                        scratch,
                        (firstTile + tile) * inputs,
                        inputs,
                        inputs,
                        weight,
                        (point * outputs + channel) * inputs,
                        scratch,
                        sums + (firstTile + tile) * outputs + channel,
                        outputs,
                        part);
            }
        }
    }

    /** Computes Bᵀ d of each tile and channel. */
    private void transformInputs(float[] x, int xStart, int tiles, float[] scratch) {
        int plane = BLOCK_TILES * inputs;
        for (int tile = 0; tile < tiles; tile++) {
            for (int channel = 0; channel < inputs; channel += COUNT) {
                int from = xStart + tile * TILE * inputs + channel;
                FloatVector d0 = FloatVector.fromArray(SPECIES, x, from);
                FloatVector d1 = FloatVector.fromArray(SPECIES, x, from + inputs);
                FloatVector d2 = FloatVector.fromArray(SPECIES, x, from + 2 * inputs);
                FloatVector d3 = FloatVector.fromArray(SPECIES, x, from + 3 * inputs);
                FloatVector d4 = FloatVector.fromArray(SPECIES, x, from + 4 * inputs);
                FloatVector slope = d3.sub(d1);
                int to = tile * inputs + channel;
                d0.sub(d2).mul(0.5f).add(slope).intoArray(scratch, to);
                d2.sub(d1).mul(0.5f).add(d3).intoArray(scratch, to + plane);
                d1.mul(0.5f).sub(d2.mul(1.5f)).add(d3).intoArray(scratch, to + 2 * plane);
                slope.intoArray(scratch, to + 3 * plane);
                d4.sub(d2).sub(slope.mul(0.5f)).intoArray(scratch, to + 4 * plane);
            }
        }
    }

    /** Computes Aᵀ of each tile's sums and the largest of the three outputs. */
    private void transformOutputs(float[] scratch, int sums, int tiles, float[] y, int yStart) {
        int plane = BLOCK_TILES * outputs;
        for (int tile = 0; tile < tiles; tile++) {
            for (int channel = 0; channel < outputs; channel += COUNT) {
                int at = tile * outputs + channel;
                FloatVector m0 = FloatVector.fromArray(SPECIES, scratch, sums + at);
                FloatVector m1 = FloatVector.fromArray(SPECIES, scratch, sums + at + plane);
                FloatVector m2 = FloatVector.fromArray(SPECIES, scratch, sums + at + 2 * plane);
                FloatVector m3 = FloatVector.fromArray(SPECIES, scratch, sums + at + 3 * plane);
                FloatVector m4 = FloatVector.fromArray(SPECIES, scratch, sums + at + 4 * plane);
                FloatVector even = m1.add(m2);
                FloatVector y0 = m0.add(even).add(m3);
                FloatVector y1 = m1.sub(m2).add(m3.mul(0.5f));
                FloatVector y2 = even.add(m3.mul(0.25f)).add(m4);
                store(y0.max(y1).max(y2), channel, y, yStart + at);
            }
        }
    }
}
