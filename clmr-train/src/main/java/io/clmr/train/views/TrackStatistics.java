package io.clmr.train.views;

import io.clmr.core.model.Normalization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;

/**
 * Mean and standard deviation of a training set, as the published code takes them: the mean over tracks of each
 * track's own.
 */
final class TrackStatistics {

    private static final int CHUNK = 1 << 16;

    private TrackStatistics() {}

    private record Moments(double mean, double std) {}

    /** Reads every track once, several at a time; the result does not depend on how many. */
    static Normalization of(TrainingSet tracks) throws IOException {
        try {
            var moments = IntStream.range(0, tracks.size())
                    .parallel()
                    .mapToObj(track -> moments(tracks, track))
                    .toList();
            double mean = 0;
            double std = 0;
            for (Moments of : moments) { // in order, so that rounding is always the same
                mean += of.mean() / moments.size();
                std += of.std() / moments.size();
            }
            return new Normalization(mean, std);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Moments moments(TrainingSet tracks, int track) {
        long samples = tracks.samples(track);
        float[] chunk = new float[(int) Math.min(CHUNK, samples)];
        double sum = 0;
        double squares = 0;
        try {
            for (long offset = 0; offset < samples; offset += chunk.length) {
                int length = (int) Math.min(chunk.length, samples - offset);
                tracks.read(track, offset, chunk, length);
                for (int i = 0; i < length; i++) {
                    sum += chunk[i];
                    squares += (double) chunk[i] * chunk[i];
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(new IOException("track " + tracks.key(track) + ": " + e.getMessage(), e));
        }
        double mean = sum / samples;
        double variance = Math.max(0, (squares - samples * mean * mean) / Math.max(1, samples - 1));
        return new Moments(mean, Math.sqrt(variance));
    }
}
