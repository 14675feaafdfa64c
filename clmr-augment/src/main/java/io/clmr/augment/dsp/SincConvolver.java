package io.clmr.augment.dsp;

import io.clmr.augment.Workbench;
import java.util.HashMap;
import java.util.Map;

/** Applies windowed-sinc filters in place; the waveform is extended by its first and its last sample. */
public final class SincConvolver {
    private static final int LEAST_SIZE = 1024;
    /** Below this ratio of block to filter, overlap costs more than a larger transform does. */
    private static final double LEAST_BLOCK_PER_FILTER = 2.2;

    private final int sampleRateHz;
    private final FourierPasses passes;
    private final SincTaps design = new SincTaps();
    private final Map<Integer, Stage> stages = new HashMap<>();
    private final float[] original;

    private SincConvolver(Workbench bench) {
        sampleRateHz = bench.sampleRateHz();
        passes = bench.kernels().fourierPasses();
        original = new float[bench.maxSamples()];
    }

    /** What belongs to one size of transform. */
    private record Stage(BlockPair blocks, ComplexArray taps, float[] result) {}

    /** Returns the workbench's convolver. */
    public static SincConvolver of(Workbench bench) {
        return bench.machine(SincConvolver.class, SincConvolver::new);
    }

    /** Takes away what lies above the cut-off. */
    public void lowPass(float[] samples, double cutOffHz) {
        filter(samples, cutOffHz, false);
    }

    /** Takes away what lies below the cut-off: the waveform minus its low-pass. */
    public void highPass(float[] samples, double cutOffHz) {
        filter(samples, cutOffHz, true);
    }

    private void filter(float[] samples, double cutOffHz, boolean highPass) {
        double cutOff = cutOffHz / sampleRateHz;
        int half = SincTaps.half(cutOff);
        Stage stage = stages.computeIfAbsent(size(2 * half + 1), this::stage);
        BlockPair blocks = stage.blocks();
        design.design(cutOff, blocks.first());
        blocks.takeTaps(2 * half + 1, stage.taps());

        System.arraycopy(samples, 0, original, 0, samples.length);
        int valid = blocks.size() - 2 * half;
        for (int at = 0; at < samples.length; at += 2 * valid) {
            load(blocks, samples.length, at - half, blocks.first());
            load(blocks, samples.length, at - half + valid, blocks.second());
            blocks.transform();
            blocks.filter(stage.taps());
            store(stage, blocks.first(), 2 * half, samples, at);
            store(stage, blocks.second(), 2 * half, samples, at + valid);
        }
        if (highPass) {
            for (int i = 0; i < samples.length; i++) {
                samples[i] = original[i] - samples[i];
            }
        }
    }

    private Stage stage(int size) {
        return new Stage(new BlockPair(size, passes), ComplexArray.ofSize(size), new float[size]);
    }

    private static int size(int taps) {
        int size = LEAST_SIZE;
        while (size < LEAST_BLOCK_PER_FILTER * taps) {
            size *= 4;
        }
        return size;
    }

    /** Loads one block, with the first or the last sample where there is no input. */
    private void load(BlockPair blocks, int count, int from, double[] block) {
        float[] cut = blocks.cut(original, count, from, original[0], original[count - 1]);
        for (int i = 0; i < block.length; i++) {
            block[i] = cut[i];
        }
    }

    /** Stores the valid end of a block, as far as the waveform goes. */
    private static void store(Stage stage, double[] block, int from, float[] samples, int at) {
        float[] result = stage.result();
        for (int i = 0; i < block.length; i++) {
            result[i] = (float) block[i];
        }
        int count = Math.min(block.length - from, samples.length - at);
        if (count > 0) {
            System.arraycopy(result, from, samples, at, count);
        }
    }
}
