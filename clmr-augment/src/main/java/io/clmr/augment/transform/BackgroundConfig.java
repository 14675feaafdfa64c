package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Range;
import io.clmr.augment.TransformConfig;
import io.clmr.augment.Workbench;

/**
 * Mixes in other music, as AddBackgroundNoise of audiomentations; needs a {@link io.clmr.augment.BackgroundSource}.
 *
 * @param snrDb power of the waveform over that of what is mixed in
 */
public record BackgroundConfig(double p, Range snrDb) implements TransformConfig {
    static final String NAME = "background";

    public BackgroundConfig {
        Probability.check(NAME, p);
        Background.SNR_DB.check(NAME, snrDb);
    }

    public static BackgroundConfig defaults() {
        return new BackgroundConfig(0.5, new Range(3, 30));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Effect draw(RandomStream stream) {
        int seed = stream.uniformInt(0, Integer.MAX_VALUE);
        return new Background(snrDb.draw(stream), seed);
    }

    @Override
    public void requireUsableOn(Workbench bench) {
        Background.source(bench);
    }
}
