package io.clmr.encoder;

import static io.clmr.encoder.Lanes.COUNT;
import static io.clmr.encoder.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** A layer whose weights lie as its kernel reads them. */
abstract class PackedLayer {
    final ConvLayer layer;
    final RowKernel kernel;
    final int inputs; // numbers in a row of the input
    final int outputs; // numbers in a row of the output
    final int outputLength;
    private final float[] bias;

    /** @param inputs numbers in a row of the input: the layer's channels, and zeros behind them */
    PackedLayer(ConvLayer layer, int inputs, int inputLength, RowKernel kernel) {
        this.layer = layer;
        this.kernel = kernel;
        this.inputs = inputs;
        outputs = Lanes.padded(layer.outputs());
        outputLength = layer.outputLength(inputLength);
        bias = new float[outputs];
        for (int c = 0; c < layer.outputs(); c++) {
            bias[c] = (float) layer.bias()[c];
        }
    }

    /** Packs a layer in the form that needs the fewest multiplications. */
    static PackedLayer of(ConvLayer layer, int inputs, int inputLength, RowKernel kernel) {
        return WinogradLayer.fits(layer, inputs)
                ? new WinogradLayer(layer, inputs, inputLength, kernel)
                : new DirectLayer(layer, inputs, inputLength, kernel);
    }

    /** Floats that {@link #run} needs as scratch memory. */
    abstract int scratch();

    /** Floats that a row group at the end reads behind the input, and what it finds there does not matter. */
    abstract int inputSlack();

    /**
     * Computes the layer.
     *
     * @param x [padding + length + padding][inputs]; padding is zero
     * @param y [outputPadding + outputLength + outputPadding][outputs]
     * @param outputPadding rows of zeros that the next layer needs on both ends
     * @param scratch of {@link #scratch} numbers
     * @param part of {@link RowKernel#scratch} numbers
     */
    final void run(float[] x, float[] y, int outputPadding, float[] scratch, float[] part) {
        Arrays.fill(y, 0, outputPadding * outputs, 0);
        compute(x, y, outputPadding * outputs, scratch, part);
        int end = (outputPadding + outputLength) * outputs;
        Arrays.fill(y, end, end + outputPadding * outputs, 0);
    }

    abstract void compute(float[] x, float[] y, int yStart, float[] scratch, float[] part);

    /** Adds the bias to sums that were pooled, which gives the same as adding it before, and cuts off below zero. */
    final void store(FloatVector pooled, int channel, float[] y, int at) {
        pooled.add(FloatVector.fromArray(SPECIES, bias, channel)).max(0f).intoArray(y, at);
    }

    /** Rounds up to whole groups of the kernel's rows. */
    final int wholeGroups(int rows) {
        return (rows + kernel.rows() - 1) / kernel.rows() * kernel.rows();
    }

    /** Where the weight of an output channel lies in panels of so many numbers a channel. */
    static int packed(int output, int index, int length) {
        int panel = output / (2 * COUNT);
        return (panel * length + index) * 2 * COUNT + output % (2 * COUNT);
    }
}
