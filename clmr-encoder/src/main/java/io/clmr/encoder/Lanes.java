package io.clmr.encoder;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vectors of this machine; loading this class needs the module {@code jdk.incubator.vector}. */
final class Lanes {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Floats in a vector. */
    static final int COUNT = SPECIES.length();

    /** Output channels that a {@link RowKernel} computes at a time: two vectors. */
    static final int PANEL = 2 * COUNT;

    private Lanes() {}

    /** Returns channels filled up to whole panels. */
    static int padded(int channels) {
        return (channels + PANEL - 1) / PANEL * PANEL;
    }
}
