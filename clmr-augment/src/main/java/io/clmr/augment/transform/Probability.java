package io.clmr.augment.transform;

/** The check that all configurations share. */
final class Probability {
    private Probability() {}

    static void check(String transform, double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(transform + ": p is " + p + ", allowed are 0 to 1");
        }
    }
}
