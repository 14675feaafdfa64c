package io.clmr.encoder;

import static io.clmr.encoder.Lanes.COUNT;
import static io.clmr.encoder.Lanes.PANEL;
import static io.clmr.encoder.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * A convolution as a multiplication of rows with weights: what a kernel of length k sees is k rows of the input, which lie
 * one behind the other already.
 */
final class DirectLayer extends PackedLayer {
    private static final int BLOCK_ROWS = 48; // so that they stay in the first cache while the panels pass by

    private final float[] weight;
    private final int seen;
    private final int pool;
    private final int pooledPerBlock;

    DirectLayer(ConvLayer layer, int inputs, int inputLength, RowKernel kernel) {
        super(layer, inputs, inputLength, kernel);
        seen = layer.kernel() * inputs;
        pool = layer.pool();
        pooledPerBlock = Math.max(1, BLOCK_ROWS / pool);
        weight = new float[seen * outputs];
        for (int o = 0; o < layer.outputs(); o++) {
            for (int i = 0; i < layer.inputs(); i++) {
                for (int tap = 0; tap < layer.kernel(); tap++) {
                    weight[packed(o, tap * inputs + i, seen)] = (float) layer.weightAt(o, i, tap);
                }
            }
        }
    }

    @Override
    int scratch() {
        return wholeGroups(pooledPerBlock * pool) * outputs;
    }

    @Override
    int inputSlack() {
        return kernel.rows() * layer.stride() * inputs;
    }

    @Override
    void compute(float[] x, float[] y, int yStart, float[] scratch, float[] part) {
        int step = layer.stride() * inputs;
        for (int from = 0; from < outputLength; from += pooledPerBlock) {
            int count = Math.min(pooledPerBlock, outputLength - from);
            for (int channel = 0; channel < outputs; channel += PANEL) {
                for (int row = 0; row < count * pool; row += kernel.rows()) {
                    kernel.sum(
                            x,
                            (from * pool + row) * step,
                            step,
                            seen,
                            weight,
                            channel * seen,
                            scratch,
                            row * outputs + channel,
                            outputs,
                            part);
                }
            }
            pool(scratch, count, y, yStart + from * outputs);
        }
    }

    private void pool(float[] sums, int count, float[] y, int yStart) {
        for (int row = 0; row < count; row++) {
            for (int channel = 0; channel < outputs; channel += COUNT) {
                int at = row * pool * outputs + channel;
                FloatVector largest = FloatVector.fromArray(SPECIES, sums, at);
                for (int other = 1; other < pool; other++) {
                    largest = largest.max(FloatVector.fromArray(SPECIES, sums, at + other * outputs));
                }
                store(largest, channel, y, yStart + row * outputs + channel);
            }
        }
    }
}
