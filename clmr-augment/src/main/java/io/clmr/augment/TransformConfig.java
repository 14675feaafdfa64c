package io.clmr.augment;

/**
 * One step of the chain as configured: how likely it is and what it draws from.
 *
 * <p>Implemented by records whose components are the keys of the configuration; each checks itself and has a static
 * {@code defaults()}.
 */
public interface TransformConfig {

    /** Returns the key under which the step stands in a configuration. */
    String name();

    /** Returns the probability with which the step is applied, 0 to 1. */
    double p();

    /** Draws the parameters; which samples they will meet has no influence. */
    Effect draw(RandomStream stream);

    /** Refuses sample rates at which some allowed draw has no meaning. */
    default void requireUsableAt(int sampleRateHz) {}

    /** Refuses a workbench that lacks what some allowed draw needs. */
    default void requireUsableOn(Workbench bench) {
        requireUsableAt(bench.sampleRateHz());
    }
}
