package io.clmr.augment.dsp;

import jdk.incubator.vector.FloatVector;

/** The vector forms; loading this class needs the module {@code jdk.incubator.vector}. */
final class VectorKernels extends Kernels {
    static final int BITS = FloatVector.SPECIES_PREFERRED.vectorBitSize();

    VectorKernels() {
        super("vector: the Vector API is present, " + BITS + " bits");
    }

    @Override
    SampleRounding sampleRounding() {
        boolean compilerIsBetter = Runtime.version().feature() >= 21;
        return compilerIsBetter ? new PlainSampleRounding() : new VectorSampleRounding();
    }

    @Override
    SpliceSearch spliceSearch() {
        return new VectorSpliceSearch();
    }

    @Override
    FourierPasses fourierPasses() {
        return new VectorFourierPasses();
    }

    @Override
    PhaseFilter phaseFilter() {
        return BITS >= VectorPhaseFilter.BITS ? new VectorPhaseFilter() : new ScalarPhaseFilter();
    }

    @Override
    ReverbFilters reverbFilters() {
        return new VectorReverbFilters();
    }
}
