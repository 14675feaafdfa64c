package io.clmr.data.check;

import java.util.Arrays;

/**
 * The signs of a low-passed waveform's slope: 1378 bits a second.
 *
 * <p>A recording keeps them in any encoding and at any level, while music that merely repeats, played again by the same
 * instruments, has its waves in other places.
 */
final class WaveSigns {
    /** Bits are taken at {@value} different moments, so that two recordings need not be sampled at the same ones. */
    static final int PHASES = 8;

    private static final double STEP_HZ = 11025;

    private final long[] words;
    private final int length;

    private WaveSigns(long[] words, int length) {
        this.words = words;
        this.length = length;
    }

    /** Returns the samples from one phase to the next. */
    static int samplesPerStep(int sampleRateHz) {
        return Math.max(1, (int) Math.round(sampleRateHz / STEP_HZ));
    }

    int words() {
        return words.length;
    }

    /** Returns 64 bits from a position on; behind the end they are 0. */
    private long word(int bit) {
        int at = bit >> 6;
        long low = words[at] >>> bit; // shifts by the lowest six bits of the number
        return (bit & 63) == 0 || at + 1 == words.length ? low : low | (words[at + 1] << -bit);
    }

    /**
     * Returns the share of bits that differ, turned round for a recording of opposite polarity: 0 to 0.5.
     *
     * @param lag how many bits later the other one's audio stands in this one
     * @param sounding which words of the other one count
     */
    double difference(WaveSigns other, int lag, boolean[] sounding) {
        long differing = 0;
        long compared = 0;
        int first = Math.max(0, (-lag + 63) >> 6);
        int end = Math.min(other.length, length - lag) >> 6;
        for (int i = first; i < Math.min(end, sounding.length); i++) {
            if (sounding[i]) {
                differing += Long.bitCount(word((i << 6) + lag) ^ other.words[i]);
                compared += Long.SIZE;
            }
        }
        return compared == 0 ? 0.5 : Math.min(differing, compared - differing) / (double) compared;
    }

    /** Takes samples and makes the bits of all phases. */
    static final class Builder {
        /** A moving sum of eight steps, three times over, takes away what lies above 500 Hz. */
        private static final int SUMMED = 8;

        private static final int PASSES = 3;

        private final int samplesPerStep;
        private final long[][] history = new long[PASSES][SUMMED];
        private final long[] sums = new long[PASSES];
        private final long[][] words = new long[PHASES][700];
        private long steps;
        private int filled;
        private long step;
        private long previous;

        Builder(int sampleRateHz) {
            samplesPerStep = samplesPerStep(sampleRateHz);
        }

        void add(short[] samples, int count) {
            for (int i = 0; i < count; i++) {
                step += samples[i];
                if (++filled == samplesPerStep) {
                    long smooth = smooth(step);
                    append(smooth > previous);
                    previous = smooth;
                    step = 0;
                    filled = 0;
                }
            }
        }

        private long smooth(long value) {
            int slot = (int) (steps % SUMMED);
            long passed = value;
            for (int pass = 0; pass < PASSES; pass++) {
                sums[pass] += passed - history[pass][slot];
                history[pass][slot] = passed;
                passed = sums[pass];
            }
            return passed;
        }

        private void append(boolean rising) {
            int phase = (int) (steps % PHASES);
            int bit = (int) (steps / PHASES);
            if (bit >> 6 == words[phase].length) {
                words[phase] = Arrays.copyOf(words[phase], words[phase].length * 2);
            }
            words[phase][bit >> 6] |= rising ? 1L << bit : 0;
            steps++;
        }

        WaveSigns build(int phase) {
            int length = (int) ((steps + PHASES - 1 - phase) / PHASES);
            return new WaveSigns(Arrays.copyOf(words[phase], (length + 63) >> 6), length);
        }
    }
}
