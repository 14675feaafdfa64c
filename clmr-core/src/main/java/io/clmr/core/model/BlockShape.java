package io.clmr.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One block of an encoder in numbers.
 *
 * @param inputs channels
 * @param outputs channels
 * @param kernel of the convolution
 * @param stride of the convolution
 * @param padding of the convolution, at both ends
 * @param pool size and step of the max-pool; 1 if there is none
 */
record BlockShape(int inputs, int outputs, int kernel, int stride, int padding, int pool) {

    /** Returns the blocks of a SampleCNN, first to last. */
    static List<BlockShape> of(List<Integer> strides, double width) {
        int[] channels = SampleCnnGeometry.channels(strides.size(), width);
        List<BlockShape> blocks = new ArrayList<>();
        blocks.add(new BlockShape(1, channels[0], 3, 3, 0, 1));
        for (int i = 0; i < strides.size(); i++) {
            int stride = strides.get(i);
            blocks.add(new BlockShape(channels[i], channels[i + 1], stride, 1, 1, stride));
        }
        int last = channels.length - 1;
        blocks.add(new BlockShape(channels[last - 1], channels[last], 3, 1, 1, 1));
        return blocks;
    }

    /**
     * Adds the shapes of what a checkpoint keeps of the block.
     *
     * @param prefix before the names of {@link ConvBlock#namedParameters}
     */
    void addParameters(String prefix, Map<String, long[]> shapes) {
        shapes.put(prefix + "0.weight", new long[] {outputs, inputs, kernel});
        for (String name : List.of("0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var")) {
            shapes.put(prefix + name, new long[] {outputs});
        }
        shapes.put(prefix + "1.num_batches_tracked", new long[0]);
    }
}
