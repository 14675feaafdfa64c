package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Parameter;
import io.clmr.augment.Workbench;
import io.clmr.augment.dsp.Reverberator;
import java.util.List;
import java.util.Map;

/** SoX's {@code reverb}, a Freeverb with stereo output, mixed down to one channel; the tail beyond the view is cut. */
record Reverb(int reverberance, int damping, int roomScale) implements Effect {
    static final Parameter REVERBERANCE = Parameter.whole("reverberance", 0, 100);
    static final Parameter DAMPING = Parameter.whole("damping", 0, 100);
    static final Parameter ROOM_SCALE = Parameter.whole("room_scale", 0, 100);
    static final OperationType TYPE = new OperationType(
            "reverb",
            List.of(REVERBERANCE, DAMPING, ROOM_SCALE),
            arguments ->
                    new Reverb(arguments.whole(REVERBERANCE), arguments.whole(DAMPING), arguments.whole(ROOM_SCALE)));

    Reverb {
        REVERBERANCE.check("reverb", reverberance);
        DAMPING.check("reverb", damping);
        ROOM_SCALE.check("reverb", roomScale);
    }

    @Override
    public OperationType type() {
        return TYPE;
    }

    @Override
    public Map<String, Number> parameters() {
        return TYPE.describe(reverberance, damping, roomScale);
    }

    @Override
    public void apply(float[] samples, Workbench bench) {
        Reverberator.of(bench).apply(samples, reverberance, damping, roomScale);
    }
}
