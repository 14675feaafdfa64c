package io.clmr.data.audio;

import java.util.Locale;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** Compares the times that a file gives its frames with the audio that was decoded before them. */
final class Clock {
    /** Containers count in milliseconds or in packets; only what is longer than this is a gap. */
    private static final double GAP_SECONDS = 0.1;

    private double decodedSeconds;
    private double origin = Double.NaN;
    private double missingSeconds;
    private double firstGapSeconds;

    void add(AVFrame frame, AVRational timeBase) {
        long time = frame.best_effort_timestamp();
        if (time != Ffmpeg.NO_TIME) {
            double seconds = (double) time * timeBase.num() / timeBase.den();
            origin = Double.isNaN(origin) ? seconds : origin;
            double ahead = seconds - origin - decodedSeconds;
            if (ahead > missingSeconds + GAP_SECONDS) {
                firstGapSeconds = missingSeconds == 0 ? decodedSeconds : firstGapSeconds;
                missingSeconds = ahead;
            }
        }
        decodedSeconds += (double) frame.nb_samples() / frame.sample_rate();
    }

    double decodedSeconds() {
        return decodedSeconds;
    }

    /** Returns a sentence on what is missing between the frames, if anything is. */
    Optional<String> missing() {
        return missingSeconds == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%.2f s are missing from second %.2f on, so what follows comes too early",
                        missingSeconds,
                        firstGapSeconds));
    }
}
