package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Parameter;
import io.clmr.augment.Workbench;
import java.util.List;
import java.util.Map;

/**
 * Silences a stretch of the waveform, with linear fades inside it at either end.
 *
 * @param fraction of the waveform that is masked, fades included
 * @param place of the stretch: 0 at the start, 1 at the end
 * @param fadeMs length of each fade, cut to half of the stretch
 */
record TimeMask(double fraction, double place, double fadeMs) implements Effect {
    static final Parameter FRACTION = Parameter.real("fraction", 0, 1);
    static final Parameter PLACE = Parameter.real("place", 0, 1);
    static final Parameter FADE_MS = Parameter.real("fade_ms", 0, 1000).withFallback(5);
    static final OperationType TYPE = new OperationType(
            "time_mask",
            List.of(FRACTION, PLACE, FADE_MS),
            arguments -> new TimeMask(arguments.real(FRACTION), arguments.real(PLACE), arguments.real(FADE_MS)));

    TimeMask {
        FRACTION.check("time_mask", fraction);
        PLACE.check("time_mask", place);
        FADE_MS.check("time_mask", fadeMs);
    }

    @Override
    public OperationType type() {
        return TYPE;
    }

    @Override
    public Map<String, Number> parameters() {
        return TYPE.describe(fraction, place, fadeMs);
    }

    @Override
    public void apply(float[] samples, Workbench bench) {
        int masked = (int) Math.rint(fraction * samples.length);
        int start = (int) Math.rint(place * (samples.length - masked));
        int fade = (int) Math.min(masked / 2, fadeMs * bench.sampleRateHz() / 1000);
        for (int i = 0; i < masked; i++) {
            int toEdge = Math.min(i, masked - 1 - i); // the first and the last masked sample are next to unmasked ones
            float kept = toEdge < fade ? 1 - (toEdge + 1f) / (fade + 1f) : 0;
            samples[start + i] *= kept;
        }
    }
}
