package io.clmr.data.store;

import io.clmr.data.dataset.Clip;
import java.io.IOException;
import java.util.List;

/** Adds up what has been decoded and tells the listener. */
final class Tally {
    private final PrepareListener listener;
    private final int sampleRateHz;
    private final int total;
    private final int reused;
    private final long sourceBytesTotal;
    private final long began = System.nanoTime();
    private int done;
    private int refused;
    private long bytesWritten;
    private long samples;
    private long sourceBytesDone;

    /**
     * @param reused tracks known before
     * @param refused how many of these were refused
     */
    Tally(PrepareListener listener, int sampleRateHz, int total, int reused, int refused, long sourceBytesTotal) {
        this.listener = listener;
        this.sampleRateHz = sampleRateHz;
        this.total = total;
        this.reused = reused;
        this.refused = refused;
        this.sourceBytesTotal = sourceBytesTotal;
        done = reused;
    }

    /** Returns a tally of clips of which none is done yet. */
    static Tally of(PrepareListener listener, int sampleRateHz, List<Clip> clips) throws IOException {
        return new Tally(listener, sampleRateHz, clips.size(), 0, 0, SourceFingerprint.totalBytes(clips));
    }

    void add(StoredTrack track, long bytes) {
        done++;
        refused += track.verdict() == Verdict.OK ? 0 : 1;
        bytesWritten += bytes;
        samples += track.samples();
        sourceBytesDone += Math.max(0, track.source().sizeBytes());
        listener.progressed(new PrepareProgress(
                done,
                total,
                reused,
                refused,
                bytesWritten,
                (double) samples / sampleRateHz,
                sourceBytesDone,
                sourceBytesTotal,
                (System.nanoTime() - began) / 1e9));
    }
}
