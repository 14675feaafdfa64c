package io.clmr.data.audio;

/** Converts the rate of samples in memory, exactly as {@link AudioDecoder} does for a file of these samples. */
@SuppressWarnings("DoNotCallSuggester")
public final class Resampler {
    private Resampler() {}

    /** Returns mono samples at another rate; equal rates give a copy. */
    public static float[] resample(float[] mono, int fromHz, int toHz) {
        throw new UnsupportedOperationException();
    }
}
