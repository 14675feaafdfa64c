package io.clmr.augment;

import java.util.List;

/**
 * Where the {@code background} transform takes other music from; handed in by whoever creates the chain, since this module
 * reads no files.
 *
 * <p>Chains of several threads may share one source, so an implementation must bear calls from many threads at once.
 */
@FunctionalInterface
public interface BackgroundSource {

    /**
     * Fills the whole array with finite samples at the chain's sample rate; the stream alone decides with which.
     *
     * @throws java.io.UncheckedIOException if the music cannot be read
     */
    void fill(float[] samples, RandomStream stream);

    /**
     * Returns a source over tracks held in memory, each equally likely. A track longer than the view is entered at a random
     * place, a shorter one is repeated.
     */
    static BackgroundSource of(List<float[]> tracks) {
        List<float[]> copies = tracks.stream().map(float[]::clone).toList();
        if (copies.isEmpty() || copies.stream().anyMatch(track -> track.length == 0)) {
            throw new IllegalArgumentException("background has " + copies.size()
                    + " tracks, expected at least one, and at least one sample in each");
        }
        return (samples, stream) -> {
            float[] track = copies.get(stream.uniformInt(0, copies.size() - 1));
            int start = stream.uniformInt(0, Math.max(0, track.length - samples.length));
            for (int i = 0; i < samples.length; i++) {
                samples[i] = track[(start + i) % track.length];
            }
        };
    }
}
