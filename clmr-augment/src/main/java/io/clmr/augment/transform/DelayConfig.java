package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.IntRange;
import io.clmr.augment.RandomStream;
import io.clmr.augment.TransformConfig;

/**
 * Adds one echo.
 *
 * @param delayMs the least and the greatest delay. Differs from CLMR: both ends are drawn, so its 200 to 500, upper end
 *     excluded, is 200 to 450 here
 * @param stepMs distance of the delays that are drawn, from the least one up
 * @param volume of the echo
 */
public record DelayConfig(double p, IntRange delayMs, int stepMs, double volume) implements TransformConfig {
    static final String NAME = "delay";

    public DelayConfig {
        Probability.check(NAME, p);
        Delay.DELAY_MS.check(NAME, delayMs);
        Delay.VOLUME.check(NAME, volume);
        if (stepMs < 1) {
            throw new IllegalArgumentException("delay: step_ms is " + stepMs + ", allowed are 1 and above");
        }
    }

    public static DelayConfig defaults() {
        return new DelayConfig(0.3, new IntRange(200, 450), 50, 0.5);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Effect draw(RandomStream stream) {
        int steps = (delayMs.max() - delayMs.min()) / stepMs;
        return new Delay(delayMs.min() + stepMs * stream.uniformInt(0, steps), volume);
    }
}
