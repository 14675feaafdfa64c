package io.clmr.train.views;

import io.clmr.augment.RandomStream;

/** The shuffled order of the tracks in an epoch, a function of seed and epoch alone. */
final class EpochOrder {

    /** Tells this stream apart from those of the views, which have other coordinates. */
    private static final long PURPOSE = 0x6f72646572L; // "order"

    private EpochOrder() {}

    /** Returns each number from 0 to {@code tracks - 1} once, in the order of the epoch. */
    static int[] of(long seed, long epoch, int tracks) {
        return shuffled(RandomStream.of(seed, PURPOSE, epoch), tracks);
    }

    /** Returns each number from 0 to {@code count - 1} once. */
    static int[] shuffled(RandomStream stream, int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) { // Fisher and Yates' shuffle, from the inside out
            int j = stream.uniformInt(0, i);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
