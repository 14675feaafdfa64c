package io.clmr.data.audio;

/** What an {@link AudioStream} gives: the conversion happens once, inside swresample. */
public enum SampleFormat {
    /** 32-bit float. */
    FLOAT32,
    /** 16-bit signed, rounded and clipped as ffmpeg does for {@code -f s16le}. */
    PCM16
}
