package io.clmr.augment.transform;

import io.clmr.augment.Parameter;

/** The frequency that the filters of second order share. */
final class Centre {
    static final Parameter HZ = Parameter.real("centre_hz", 10, 96000);

    private Centre() {}

    /** At half the sample rate itself the filters' poles would ring for ever. */
    static void requireBelowHalf(String owner, double centreHz, int sampleRateHz) {
        if (centreHz >= sampleRateHz / 2.0) {
            throw new IllegalArgumentException(owner + ": centre_hz is " + centreHz + ", allowed at " + sampleRateHz
                    + " Hz are " + HZ.min() + " to below " + sampleRateHz / 2.0);
        }
    }
}
