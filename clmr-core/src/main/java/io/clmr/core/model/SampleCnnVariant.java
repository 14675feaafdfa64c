package io.clmr.core.model;

import java.util.List;

/**
 * A published SampleCNN: the same eleven blocks cut for a sample rate.
 *
 * @param sampleRateHz of the waveforms
 * @param samples in one window, about 2.7 s
 * @param strides of blocks 1 to 9
 */
record SampleCnnVariant(int sampleRateHz, int samples, List<Integer> strides) {

    private static final List<SampleCnnVariant> PUBLISHED = List.of(
            new SampleCnnVariant(22050, 59049, List.of(3, 3, 3, 3, 3, 3, 3, 3, 3)),
            new SampleCnnVariant(16000, 43740, List.of(3, 3, 3, 3, 3, 3, 5, 2, 2)),
            new SampleCnnVariant(8000, 20736, List.of(3, 3, 3, 2, 2, 4, 4, 2, 2)));

    SampleCnnVariant {
        strides = List.copyOf(strides);
    }

    static List<SampleCnnVariant> published() {
        return PUBLISHED;
    }

    static SampleCnnVariant of(int sampleRateHz) {
        for (SampleCnnVariant variant : PUBLISHED) {
            if (variant.sampleRateHz == sampleRateHz) {
                return variant;
            }
        }
        throw new IllegalArgumentException("sample_rate_hz is " + sampleRateHz
                + ", published are 22050, 16000 and 8000;" + " for another rate give samples and strides");
    }

    /** The network with this cut, the paper's width and the published projection head. */
    ModelConfig config() {
        return new ModelConfig(sampleRateHz, samples, strides, SampleCnn.NAME, 1.0, 64, Normalize.NONE);
    }
}
