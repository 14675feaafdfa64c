package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.IntRange;
import io.clmr.augment.RandomStream;
import io.clmr.augment.TransformConfig;

/**
 * Puts the waveform into a room. All in per cent.
 *
 * @param reverberance how long the room rings
 * @param damping how much faster the treble fades
 * @param roomScale how large the room is
 */
public record ReverbConfig(double p, IntRange reverberance, IntRange damping, IntRange roomScale)
        implements TransformConfig {
    static final String NAME = "reverb";

    public ReverbConfig {
        Probability.check(NAME, p);
        Reverb.REVERBERANCE.check(NAME, reverberance);
        Reverb.DAMPING.check(NAME, damping);
        Reverb.ROOM_SCALE.check(NAME, roomScale);
    }

    public static ReverbConfig defaults() {
        IntRange percent = new IntRange(0, 99); // CLMR's 0 to 100, upper end excluded
        return new ReverbConfig(0.6, percent, percent, percent);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Effect draw(RandomStream stream) {
        return new Reverb(reverberance.draw(stream), damping.draw(stream), roomScale.draw(stream));
    }
}
