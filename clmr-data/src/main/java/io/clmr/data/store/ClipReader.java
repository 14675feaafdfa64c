package io.clmr.data.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads parts of tracks by position; safe to share among threads.
 *
 * <p>Two implementations: {@link PcmStore}, and {@link DirectClipReader} for {@code store.path: none}. They give the
 * same samples, bit for bit.
 */
public interface ClipReader extends Closeable {
    /** Returns the rate of all samples. */
    int sampleRateHz();

    /** Returns the number of usable tracks; they are numbered from 0 in the dataset's order. */
    int tracks();

    /** Returns one usable track. */
    StoredTrack track(int track);

    /** Returns the number of the track with that clip key; empty if it was refused or is not there. */
    OptionalInt find(String key);

    /** Returns what was refused, with verdict and reason, in the dataset's order. */
    List<StoredTrack> refused();

    /**
     * Reads {@code length} samples, each in [-1, 1), into {@code out} from {@code outOffset} on.
     *
     * @throws IndexOutOfBoundsException if the track has fewer samples or the array is too short
     */
    void read(int track, long offsetSamples, float[] out, int outOffset, int length) throws IOException;

    /** Fills {@code out} with the samples from {@code offsetSamples} on. */
    default void read(int track, long offsetSamples, float[] out) throws IOException {
        read(track, offsetSamples, out, 0, out.length);
    }

    /** Returns the length of the track with that clip key, in samples; an unusable one is an {@link IllegalArgumentException}. */
    default long samples(String key) {
        return track(require(key)).samples();
    }

    /** Fills {@code out} from the track with that clip key. */
    default void read(String key, long offsetSamples, float[] out) throws IOException {
        read(require(key), offsetSamples, out, 0, out.length);
    }

    /** Returns the number of the track with that clip key; an unusable one is an {@link IllegalArgumentException}. */
    private int require(String key) {
        return find(key)
                .orElseThrow(() -> new IllegalArgumentException(
                        key + " is not among the usable tracks; ask find(key) first, and refused() for the reasons"));
    }

    /** Returns a hash over keys and audio of the usable tracks; equal for equal content on any machine. */
    String fingerprint();
}
