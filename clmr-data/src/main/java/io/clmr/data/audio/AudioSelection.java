package io.clmr.data.audio;

import java.util.OptionalInt;

/**
 * Which sound of a file is heard.
 *
 * @param audioTrack number of the audio track, from 0, as in {@code ffmpeg -map 0:a:N}; absent: the one that ffmpeg's
 *     program takes by itself
 * @param mixdown how its channels become one
 */
public record AudioSelection(OptionalInt audioTrack, Mixdown mixdown) {
    public AudioSelection {
        if (audioTrack.isPresent() && audioTrack.getAsInt() < 0) {
            throw new IllegalArgumentException(
                    "audio track is " + audioTrack.getAsInt() + ", expected 0 for the first one or more");
        }
    }

    /** Returns ffmpeg's own choice: its track, and the mean of all channels. */
    public static AudioSelection defaults() {
        return new AudioSelection(OptionalInt.empty(), Mixdown.MEAN);
    }
}
