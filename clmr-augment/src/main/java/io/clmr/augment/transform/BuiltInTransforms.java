package io.clmr.augment.transform;

import io.clmr.augment.OperationType;
import io.clmr.augment.TransformConfig;
import io.clmr.augment.TransformProvider;
import java.util.List;

/** The table of the transforms that come with the chain: to add one, add its line. */
public final class BuiltInTransforms {
    private BuiltInTransforms() {}

    /** Returns the transforms in the order of the published chain, then those it does not have. */
    public static List<TransformProvider> all() {
        return List.of(
                new Entry(PolarityConfig.defaults(), List.of(Polarity.TYPE)),
                new Entry(NoiseConfig.defaults(), List.of(Noise.TYPE, ClippedNoise.TYPE)),
                new Entry(GainConfig.defaults(), List.of(Gain.TYPE)),
                new Entry(
                        FilterConfig.defaults(),
                        List.of(
                                SincFilter.LOW_PASS,
                                SincFilter.HIGH_PASS,
                                OnePoleFilter.LOW_PASS,
                                OnePoleFilter.HIGH_PASS)),
                new Entry(DelayConfig.defaults(), List.of(Delay.TYPE)),
                new Entry(PitchConfig.defaults(), List.of(Pitch.TYPE)),
                new Entry(ReverbConfig.defaults(), List.of(Reverb.TYPE)),
                new Entry(BackgroundConfig.defaults(), List.of(Background.TYPE)),
                new Entry(TimeStretchConfig.defaults(), List.of(TimeStretch.TYPE)),
                new Entry(TimeMaskConfig.defaults(), List.of(TimeMask.TYPE)),
                new Entry(BandStopConfig.defaults(), List.of(BandStop.TYPE)),
                new Entry(PeakingEqConfig.defaults(), List.of(PeakingEq.TYPE)),
                new Entry(ClippingConfig.defaults(), List.of(Clipping.TYPE)),
                new Entry(TanhDistortionConfig.defaults(), List.of(TanhDistortion.TYPE)),
                new Entry(DegradeConfig.defaults(), List.of(Degrade.TYPE)),
                new Entry(LoudnessConfig.defaults(), List.of(LoudnessNormalization.TYPE)));
    }

    /** Returns operations that can be applied by name but are no step of a chain, since they change the length. */
    public static List<OperationType> operationsOutsideTheChain() {
        return List.of(Tempo.TYPE);
    }

    private record Entry(TransformConfig defaults, List<OperationType> operations) implements TransformProvider {}
}
