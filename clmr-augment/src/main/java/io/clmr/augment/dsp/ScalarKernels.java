package io.clmr.augment.dsp;

/** The scalar forms. */
final class ScalarKernels extends Kernels {

    ScalarKernels(String description) {
        super(description);
    }

    @Override
    SampleRounding sampleRounding() {
        return new PlainSampleRounding();
    }

    @Override
    SpliceSearch spliceSearch() {
        return new ScalarSpliceSearch();
    }

    @Override
    FourierPasses fourierPasses() {
        return new ScalarFourierPasses();
    }

    @Override
    PhaseFilter phaseFilter() {
        return new ScalarPhaseFilter();
    }

    @Override
    ReverbFilters reverbFilters() {
        return new ScalarReverbFilters();
    }
}
