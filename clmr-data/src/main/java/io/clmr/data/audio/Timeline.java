package io.clmr.data.audio;

import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;

/** Converts between a container's clock and input samples. */
final class Timeline {
    private Timeline() {}

    /** Returns whether the clock ticks at least once a sample, so that rounding finds the exact sample. */
    static boolean exact(AVRational timeBase, int rateHz) {
        return timeBase.num() > 0 && (long) timeBase.num() * rateHz <= timeBase.den();
    }

    static long toSamples(long time, AVRational timeBase, int rateHz) {
        return avutil.av_rescale(time, (long) timeBase.num() * rateHz, timeBase.den());
    }

    static long fromSamples(long samples, AVRational timeBase, int rateHz) {
        return avutil.av_rescale(samples, timeBase.den(), (long) timeBase.num() * rateHz);
    }
}
