package io.clmr.encoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A frozen encoder: layer after layer over one window, on one thread.
 *
 * <p>Safe for use by several threads, which is how to use several cores. The representation of a window depends on the window
 * and the weights alone, to the bit: every sum is added up in one fixed order.
 */
public final class VectorEncoder {
    private static final String MODULE = "jdk.incubator.vector";
    /** Narrower ones of x86 have no fused multiply-add, without which Java computes it digit by digit. */
    private static final int MIN_VECTOR_BITS = 256;

    private final List<PackedLayer> layers = new ArrayList<>();
    private final RowKernel kernel;
    private final int samples;
    private final int featureDim;
    private final int memory;
    private final int scratch;
    private final Queue<Workspace> idle = new ConcurrentLinkedQueue<>();

    /** What one pass needs: two buffers that layers read and write in turn, and scratch memory. */
    private static final class Workspace {
        private float[] input;
        private float[] output;
        private final float[] scratch;
        private final float[] part;

        Workspace(int memory, int scratch, int part) {
            input = new float[memory];
            output = new float[memory];
            this.scratch = new float[scratch];
            this.part = new float[part];
        }

        void swap() {
            float[] read = input;
            input = output;
            output = read;
        }
    }

    /**
     * Makes an encoder.
     *
     * @param convolutions the first takes one channel and no padding, the last ends at one moment
     * @param samples in a window
     * @throws IllegalStateException if {@link #isAvailable} is not true
     * @throws IllegalArgumentException if a layer does not fit the one before it
     */
    public VectorEncoder(List<ConvLayer> convolutions, int samples) {
        if (!isAvailable()) {
            throw new IllegalStateException("the vector encoder needs the module " + MODULE + " and vectors of "
                    + MIN_VECTOR_BITS + " bits; start java with --add-modules " + MODULE);
        }
        check(convolutions);
        this.samples = samples;
        kernel = RowKernel.active();
        int length = samples;
        int channels = 1;
        int most = samples;
        int mostScratch = 0;
        for (ConvLayer convolution : convolutions) {
            PackedLayer layer = PackedLayer.of(convolution, channels, length, kernel);
            layers.add(layer);
            int rows = length + 2 * convolution.padding();
            most = Math.max(most, Math.addExact(Math.multiplyExact(rows, channels), layer.inputSlack()));
            mostScratch = Math.max(mostScratch, layer.scratch());
            length = layer.outputLength;
            channels = layer.outputs;
        }
        if (length != 1) {
            throw new IllegalArgumentException("the last layer ends at length " + length + ", expected 1");
        }
        PackedLayer last = layers.get(layers.size() - 1);
        memory = Math.max(most, last.outputs);
        scratch = mostScratch;
        featureDim = last.layer.outputs();
    }

    private static void check(List<ConvLayer> convolutions) {
        int channels = 1;
        for (ConvLayer convolution : convolutions) {
            if (convolution.inputs() != channels) {
                throw new IllegalArgumentException(
                        "a layer takes " + convolution.inputs() + " channels, the one before it gives " + channels);
            }
            channels = convolution.outputs();
        }
        if (convolutions.isEmpty() || convolutions.get(0).padding() != 0) {
            throw new IllegalArgumentException("expected one layer or more, the first without padding");
        }
    }

    /** Returns whether this Java was started with the Vector API and this machine has vectors. */
    public static boolean isAvailable() {
        return ModuleLayer.boot().findModule(MODULE).isPresent() && Lanes.SPECIES.vectorBitSize() >= MIN_VECTOR_BITS;
    }

    /** Returns what this encoder computes with, in a few words. */
    public static String description() {
        return "Vector API, " + Lanes.SPECIES.vectorBitSize() + " bits";
    }

    /** Returns the number of values in a representation. */
    public int featureDim() {
        return featureDim;
    }

    /** Returns the number of samples in a window. */
    public int samples() {
        return samples;
    }

    /**
     * Computes a representation.
     *
     * @param window {@code samples} numbers
     * @return h, [featureDim]
     */
    public float[] encode(float[] window) {
        if (window.length != samples) {
            throw new IllegalArgumentException("the window has " + window.length + " samples, expected " + samples);
        }
        Workspace reused = idle.poll();
        Workspace workspace = reused == null ? new Workspace(memory, scratch, kernel.scratch()) : reused;
        System.arraycopy(window, 0, workspace.input, 0, samples);
        for (int n = 0; n < layers.size(); n++) {
            int nextPadding = n + 1 < layers.size() ? layers.get(n + 1).layer.padding() : 0;
            layers.get(n).run(workspace.input, workspace.output, nextPadding, workspace.scratch, workspace.part);
            workspace.swap();
        }
        float[] features = Arrays.copyOf(workspace.input, featureDim);
        idle.add(workspace);
        return features;
    }
}
