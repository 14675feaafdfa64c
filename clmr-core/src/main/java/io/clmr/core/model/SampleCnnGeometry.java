package io.clmr.core.model;

import java.util.List;

/** Lengths and channel counts of SampleCNN, block by block. */
final class SampleCnnGeometry {

    private static final int FIRST_KERNEL = 3;
    private static final int LAST_CHANNELS = 512;
    private static final int MAX_STRIDES = 64;
    private static final long MAX_SAMPLES = Integer.MAX_VALUE;

    private SampleCnnGeometry() {}

    /**
     * Returns the outputs of every block, first to last.
     *
     * <p>The published network has nine blocks between the first and the last, with 128, 128, 256 … 256 and 512
     * channels; with another number of blocks the first two, the middle and the last keep theirs.
     */
    static int[] channels(int strides, double width) {
        int[] channels = new int[strides + 2];
        for (int block = 0; block < channels.length; block++) {
            int published = block <= 2 ? 128 : 256;
            channels[block] = scaled(block >= strides ? LAST_CHANNELS : published, width);
        }
        return channels;
    }

    /** Rounds half to even, as Python's round does, so that both make the same network. */
    private static int scaled(int channels, double width) {
        return Math.max(1, (int) Math.rint(channels * width));
    }

    /** Length after the first block: kernel 3, stride 3, no padding. */
    static long afterFirst(long samples) {
        return Math.floorDiv(samples - FIRST_KERNEL, FIRST_KERNEL) + 1;
    }

    /** Length after a convolution whose kernel is the stride number, with padding 1. */
    static long afterConvolution(long length, int stride) {
        return length + 2 - stride + 1;
    }

    /** Length after a block between the first and the last: the convolution, then a pool of the same size. */
    static long afterBlock(long length, int stride) {
        return Math.floorDiv(afterConvolution(length, stride), stride);
    }

    /** Length after the last pool; 0 or less if the input is too short for some block. */
    static long endLength(long samples, List<Integer> strides) {
        long length = afterFirst(samples);
        for (int stride : strides) {
            if (length < 1) {
                return 0;
            }
            length = afterBlock(length, stride);
        }
        return Math.max(length, 0);
    }

    /**
     * Checks that the input ends at one sample, which the network needs.
     *
     * @throws IllegalArgumentException if a stride is below 2 or the length after the last block is not 1
     */
    static void check(int samples, List<Integer> strides) {
        if (strides.isEmpty() || strides.size() > MAX_STRIDES) {
            throw new IllegalArgumentException(
                    "strides has " + strides.size() + " entries, expected 1 to " + MAX_STRIDES);
        }
        for (int i = 0; i < strides.size(); i++) {
            if (strides.get(i) < 2) {
                throw new IllegalArgumentException("strides[" + i + "] is " + strides.get(i) + ", expected 2 or more");
            }
        }
        long end = endLength(samples, strides);
        if (end != 1) {
            throw new IllegalArgumentException("samples is " + samples + ", which ends at length " + end
                    + " after strides " + strides + ", expected length 1: " + advice(strides));
        }
    }

    private static String advice(List<Integer> strides) {
        long whole = FIRST_KERNEL;
        long shortest = 1;
        long longest = 1;
        for (int i = strides.size() - 1; i >= 0; i--) {
            int stride = strides.get(i);
            whole = Math.min(whole * stride, MAX_SAMPLES + 1);
            shortest = Math.max(shortest * stride + stride - 3L, 1);
            longest = Math.min(longest * stride + stride - 1L + stride - 3L, MAX_SAMPLES);
        }
        shortest *= FIRST_KERNEL;
        longest = longest * FIRST_KERNEL + FIRST_KERNEL - 1;
        if (shortest > MAX_SAMPLES) {
            return "these strides need more samples than can be counted; use fewer or smaller ones";
        }
        long best = whole >= shortest && whole <= longest ? whole : shortest;
        return "use samples " + best + " (" + shortest + " to " + longest + " end at 1)";
    }
}
