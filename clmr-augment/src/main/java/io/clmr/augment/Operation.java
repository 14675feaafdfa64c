package io.clmr.augment;

import java.util.Map;

/**
 * A change of a waveform with everything decided: the same samples always give the same result.
 *
 * <p>Implemented by records, so that what was done can be printed and done again.
 */
public interface Operation {

    /** Returns which kind of operation this is, with its name. */
    OperationType type();

    /** Returns the values of {@link OperationType#parameters()}, in that order; the names carry the units. */
    Map<String, Number> parameters();

    /**
     * Returns the changed waveform and leaves the given one alone.
     *
     * @param samples at least one, all finite
     */
    float[] render(float[] samples, Workbench bench);
}
