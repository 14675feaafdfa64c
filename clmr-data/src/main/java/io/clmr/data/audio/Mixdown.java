package io.clmr.data.audio;

/** How the channels of a file become one. */
public enum Mixdown {
    /** The mean of all channels, weighted as {@code ffmpeg -ac 1} does it. */
    MEAN,
    /** The left channel alone; the only one of a mono file. */
    LEFT,
    /** The right channel alone; the only one of a mono file. */
    RIGHT
}
