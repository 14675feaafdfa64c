package io.clmr.eval.tag;

import java.util.List;

/**
 * The tags of a song.
 *
 * @param scores probability of each tag for the whole song, in the head's order; empty if it has no window
 * @param moments the windows, in order
 */
@SuppressWarnings("ArrayRecordComponent") // plain numbers that are handed over, not compared
public record Tagging(float[] scores, List<Moment> moments) {

    /**
     * One window.
     *
     * @param startSeconds where in the song it begins
     * @param endSeconds where it ends
     * @param scores probability of each tag
     */
    @SuppressWarnings("ArrayRecordComponent") // plain numbers that are handed over, not compared
    public record Moment(double startSeconds, double endSeconds, float[] scores) {}

    public Tagging {
        moments = List.copyOf(moments);
    }

    /** Returns whether the song is too short for a window. */
    public boolean isEmpty() {
        return moments.isEmpty();
    }
}
