package io.clmr.data.store;

import io.clmr.data.audio.AudioSelection;

/**
 * How a dataset is decoded.
 *
 * @param sampleRateHz rate of the decoded samples
 * @param minSamples what is shorter is refused: the length of a window, in samples
 * @param threads files decoded at the same time
 * @param selection which sound of the files is taken
 * @param retryFailed whether files that were refused before are decoded again, also those that crashed the decoder
 */
public record PrepareOptions(
        int sampleRateHz, int minSamples, int threads, AudioSelection selection, boolean retryFailed) {
    /** Takes ffmpeg's choice of sound, and leaves files that were refused before as they are. */
    public PrepareOptions(int sampleRateHz, int minSamples, int threads) {
        this(sampleRateHz, minSamples, threads, AudioSelection.defaults(), false);
    }

    public PrepareOptions {
        if (sampleRateHz < 1000 || sampleRateHz > 384_000) {
            throw new IllegalArgumentException(
                    "sampleRateHz is " + sampleRateHz + ", expected a rate from 1000 to 384000");
        }
        if (minSamples < 1) {
            throw new IllegalArgumentException("minSamples is " + minSamples + ", expected at least 1");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ", expected at least 1");
        }
    }
}
