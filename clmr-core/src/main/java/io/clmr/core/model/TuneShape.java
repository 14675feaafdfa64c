package io.clmr.core.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Lengths and channel counts of TUNe.
 *
 * @param samples in one window
 * @param pools sizes of all pools of the tail; those of the way down are the first of them
 * @param plus whether the tail's first blocks also take the inputs of the way up
 * @param down blocks from the samples to the coarsest level
 * @param up transposed convolutions from the coarsest level to the samples
 * @param joined the block behind each of them; the last one with the first pool of the tail
 * @param tail blocks, each but the last with the pool behind it
 */
record TuneShape(
        int samples,
        List<Integer> pools,
        boolean plus,
        List<BlockShape> down,
        List<UpConvolution.Size> up,
        List<BlockShape> joined,
        List<BlockShape> tail) {

    private static final int CHANNELS = 11;
    static final int FEATURES = 512;
    private static final int KERNEL = 3;
    private static final int NO_POOL = 1;
    private static final int MAX_POOLS = 64;

    TuneShape {
        pools = List.copyOf(pools);
        down = List.copyOf(down);
        up = List.copyOf(up);
        joined = List.copyOf(joined);
        tail = List.copyOf(tail);
    }

    /**
     * Works out a network.
     *
     * @param width multiplies the 11 channels and the 512 features, rounded as Python's round does
     */
    static TuneShape of(int samples, List<Integer> pools, double width, boolean plus) {
        int c = scaled(CHANNELS, width);
        List<BlockShape> down = new ArrayList<>();
        List<UpConvolution.Size> up = new ArrayList<>();
        List<BlockShape> joined = new ArrayList<>();
        for (int level = 0; level <= Tune.LEVELS; level++) {
            down.add(block(level == 0 ? 1 : c << (level - 1), c << level, NO_POOL));
        }
        for (int level = Tune.LEVELS - 1; level >= 0; level--) {
            up.add(new UpConvolution.Size(c << (level + 1), c << level, pools.get(level)));
            joined.add(block(c << (level + 1), c << level, level == 0 ? pools.get(0) : NO_POOL));
        }
        List<BlockShape> tail = new ArrayList<>();
        int inputs = c;
        for (int i = 0; i < pools.size(); i++) {
            boolean last = i == pools.size() - 1;
            int outputs = last ? scaled(FEATURES, width) : c * (2 << Math.min(i, Tune.LEVELS));
            int linked = plus && i < Tune.LEVELS ? (2 * c) << i : 0;
            tail.add(block(inputs + linked, outputs, last ? NO_POOL : pools.get(i + 1)));
            inputs = outputs;
        }
        return new TuneShape(samples, pools, plus, down, up, joined, tail);
    }

    private static BlockShape block(int inputs, int outputs, int pool) {
        return new BlockShape(inputs, outputs, KERNEL, 1, KERNEL / 2, pool);
    }

    private static int scaled(int channels, double width) {
        return Math.max(1, (int) Math.rint(channels * width));
    }

    /**
     * Checks that what goes up meets what came down, and that something is left at the end.
     *
     * @throws IllegalArgumentException naming the key, what was found and what is possible
     */
    static void check(int samples, List<Integer> pools) {
        if (pools.size() < Tune.LEVELS || pools.size() > MAX_POOLS) {
            throw new IllegalArgumentException("strides has " + pools.size() + " entries, expected " + Tune.LEVELS
                    + " to " + MAX_POOLS + ", the pools of TUNe's tail");
        }
        long unit = 1;
        long length = samples;
        for (int i = 0; i < pools.size(); i++) {
            int pool = pools.get(i);
            if (pool < 2) {
                throw new IllegalArgumentException("strides[" + i + "] is " + pool + ", expected 2 or more");
            }
            unit = i < Tune.LEVELS ? Math.min(unit * pool, Integer.MAX_VALUE) : unit;
            length /= pool;
        }
        if (samples % unit != 0 || length == 0) {
            throw new IllegalArgumentException("samples is " + samples + ", which TUNe with strides " + pools
                    + " cannot halve and join again: expected a multiple of " + unit + ", the product of the first "
                    + Tune.LEVELS + " strides, and at least the product of all");
        }
    }

    int featureDim() {
        return tail.get(tail.size() - 1).outputs();
    }

    /** Size of a pool on the way down. */
    int pool(int level) {
        return pools.get(level);
    }

    /** Multiplications of one pass; norms can be folded into the convolutions and are not counted. */
    long multiplyAdds() {
        long sum = 0;
        long length = samples;
        List<Long> lengths = new ArrayList<>();
        for (int level = 0; level < down.size(); level++) {
            lengths.add(length);
            sum += multiplyAdds(down.get(level), length);
            length /= pools.get(level);
        }
        Collections.reverse(lengths); // coarsest first
        for (int i = 0; i < up.size(); i++) {
            sum += up.get(i).multiplyAdds(lengths.get(i)) + multiplyAdds(joined.get(i), lengths.get(i + 1));
        }
        length = samples;
        for (int i = 0; i < tail.size(); i++) {
            length /= pools.get(i);
            sum += multiplyAdds(tail.get(i), length);
        }
        return sum;
    }

    private static long multiplyAdds(BlockShape block, long length) {
        return length * block.inputs() * block.outputs() * block.kernel();
    }
}
