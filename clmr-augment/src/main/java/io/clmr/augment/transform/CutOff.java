package io.clmr.augment.transform;

import io.clmr.augment.Parameter;

/** The parameter that all filters share. */
final class CutOff {
    /** Below 10 Hz a windowed sinc would be longer than most views. */
    static final Parameter HZ = Parameter.real("cutoff_hz", 10, 96000);

    private CutOff() {}

    static void requireBelowHalf(String owner, double cutOffHz, int sampleRateHz) {
        Parameter.real(HZ.name(), HZ.min(), sampleRateHz / 2.0).check(owner + " at " + sampleRateHz + " Hz", cutOffHz);
    }
}
