package io.clmr.data.check;

import java.util.Arrays;

/**
 * Tells at once where a frame occurred among the clips so far, instead of comparing every pair of clips.
 *
 * <p>Every fourth frame is in it. Of a frame that is everywhere only the first places are: the first members of a group
 * of duplicates are enough to find the others by.
 */
final class FrameIndex {
    /** Queries are made with all frames, so that a clip shifted by any number of frames is found. */
    private static final int EVERY = 4;

    private static final int MOST_PLACES = 64;

    private static final int NONE = -1;

    /** Per entry: the frame, clip and frame number, and the next entry of the same slot, oldest first. */
    private int[] frames = new int[1 << 12];

    private long[] places = new long[1 << 12];
    private int[] next = new int[1 << 12];
    private int[] firsts = new int[1 << 12];
    private int size;

    FrameIndex() {
        Arrays.fill(firsts, NONE);
    }

    /** Takes a place where a frame occurs. */
    interface Visitor {
        void visit(int clip, int position);
    }

    /** Adds the frames of a clip. */
    void add(int clip, Fingerprint fingerprint) {
        for (int i = 0; i < fingerprint.length(); i += EVERY) {
            if (fingerprint.frame(i) != Fingerprint.SILENT) {
                add(fingerprint.frame(i), (long) clip << 32 | i);
            }
        }
    }

    private void add(int frame, long place) {
        if (size == frames.length) {
            grow();
        }
        int slot = slot(frame);
        int same = 0;
        int last = NONE;
        for (int entry = firsts[slot]; entry != NONE; entry = next[entry]) {
            same += frames[entry] == frame ? 1 : 0;
            last = entry;
        }
        if (same < MOST_PLACES) {
            frames[size] = frame;
            places[size] = place;
            next[size] = NONE;
            if (last == NONE) {
                firsts[slot] = size;
            } else {
                next[last] = size;
            }
            size++;
        }
    }

    private int slot(int frame) {
        return (frame * 0x9E3779B1) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(firsts.length));
    }

    private void grow() {
        int larger = Math.multiplyExact(frames.length, 2);
        frames = Arrays.copyOf(frames, larger);
        places = Arrays.copyOf(places, larger);
        next = Arrays.copyOf(next, larger);
        firsts = new int[larger];
        Arrays.fill(firsts, NONE);
        for (int entry = size - 1; entry >= 0; entry--) { // from the newest on, so that the oldest comes first
            int slot = slot(frames[entry]);
            next[entry] = firsts[slot];
            firsts[slot] = entry;
        }
    }

    /** Visits the places of a frame. */
    void find(int frame, Visitor visitor) {
        for (int entry = firsts[slot(frame)]; entry != NONE; entry = next[entry]) {
            if (frames[entry] == frame) {
                visitor.visit((int) (places[entry] >> 32), (int) places[entry]);
            }
        }
    }
}
