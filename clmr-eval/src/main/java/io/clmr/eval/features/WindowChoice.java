package io.clmr.eval.features;

/** Which windows of each clip are taken. */
public sealed interface WindowChoice {

    /**
     * One window at a random place of each clip.
     *
     * @param seed together with the clip's key decides the place, so neither order nor number of the clips does
     */
    record RandomOne(long seed) implements WindowChoice {}

    /** The windows next to each other that a rule keeps. */
    record All(WindowRule rule) implements WindowChoice {}
}
