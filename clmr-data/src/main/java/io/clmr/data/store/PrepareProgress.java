package io.clmr.data.store;

/**
 * How far preparing has come.
 *
 * @param done tracks finished, those found finished included
 * @param total tracks of the dataset
 * @param reused tracks found finished by an earlier run
 * @param refused tracks finished with a verdict other than ok
 * @param bytesWritten PCM written by this run
 * @param audioSeconds length of the audio decoded by this run
 * @param sourceBytesDone size of the audio files decoded by this run
 * @param sourceBytesTotal size of the audio files this run has to decode
 * @param elapsedSeconds time since this run began to decode
 */
public record PrepareProgress(
        int done,
        int total,
        int reused,
        int refused,
        long bytesWritten,
        double audioSeconds,
        long sourceBytesDone,
        long sourceBytesTotal,
        double elapsedSeconds) {

    /** Returns the seconds left, taking compressed size for work; NaN before anything was decoded. */
    public double etaSeconds() {
        return sourceBytesDone == 0
                ? Double.NaN
                : elapsedSeconds * (sourceBytesTotal - sourceBytesDone) / sourceBytesDone;
    }
}
