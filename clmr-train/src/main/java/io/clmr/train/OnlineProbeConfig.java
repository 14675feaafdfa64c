package io.clmr.train;

/**
 * Whether the encoder is evaluated during training.
 *
 * @param enabled whether it is
 * @param everyEpochs epochs between two evaluations, at least 1
 */
public record OnlineProbeConfig(boolean enabled, int everyEpochs) {

    public OnlineProbeConfig {
        if (everyEpochs < 1) {
            throw new IllegalArgumentException("every_epochs is " + everyEpochs + ", expected at least 1");
        }
    }

    public static OnlineProbeConfig defaults() {
        return new OnlineProbeConfig(false, 10);
    }
}
