package io.clmr.train.views;

/**
 * How an epoch is cut into batches.
 *
 * @param size tracks in a batch, at least 1
 * @param oneClipPerSong whether two clips of one song never meet in a batch, where they would be taken for negatives
 */
public record Batching(int size, boolean oneClipPerSong) {

    public Batching {
        if (size < 1) {
            throw new IllegalArgumentException("size is " + size + ", expected at least 1");
        }
    }
}
