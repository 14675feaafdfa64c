package io.clmr.augment.dsp;

/** The inner loops of the signal processing, in one of two forms with the same results. */
public final class Kernels {
    private final String description;

    private Kernels(String description) {
        this.description = description;
    }

    /** Returns the kernels of this Java: vector kernels where they can run, unless {@code clmr.kernels} says otherwise. */
    public static Kernels active() {
        return scalar();
    }

    public static Kernels scalar() {
        return new Kernels("scalar");
    }

    /** Returns which kernels these are and why, in one line. */
    public String description() {
        return description;
    }
}
