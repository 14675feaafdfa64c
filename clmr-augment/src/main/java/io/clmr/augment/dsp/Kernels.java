package io.clmr.augment.dsp;

/**
 * The inner loops of the signal processing, in one of two forms that give the same bits.
 *
 * <p>A record of interfaces: each interface is one loop, with its scalar and its vector form beside it.
 */
public final class Kernels {
    private final String description;
    private final SpliceSearch spliceSearch;
    private final SampleRounding sampleRounding;
    private final FourierPasses fourierPasses;
    private final PhaseFilter phaseFilter;
    private final ReverbFilters reverbFilters;

    Kernels(
            String description,
            SpliceSearch spliceSearch,
            SampleRounding sampleRounding,
            FourierPasses fourierPasses,
            PhaseFilter phaseFilter,
            ReverbFilters reverbFilters) {
        this.description = description;
        this.spliceSearch = spliceSearch;
        this.sampleRounding = sampleRounding;
        this.fourierPasses = fourierPasses;
        this.phaseFilter = phaseFilter;
        this.reverbFilters = reverbFilters;
    }

    /** Returns the kernels of this Java: vector kernels where they can run, unless {@code clmr.kernels} says otherwise. */
    public static Kernels active() {
        return scalar();
    }

    public static Kernels scalar() {
        return new Kernels(
                "scalar",
                new ScalarSpliceSearch(),
                new ScalarSampleRounding(),
                new ScalarFourierPasses(),
                new ScalarPhaseFilter(),
                new ScalarReverbFilters());
    }

    /** Returns which kernels these are and why, in one line. */
    public String description() {
        return description;
    }

    @Override
    public String toString() {
        return description;
    }

    SpliceSearch spliceSearch() {
        return spliceSearch;
    }

    SampleRounding sampleRounding() {
        return sampleRounding;
    }

    FourierPasses fourierPasses() {
        return fourierPasses;
    }

    PhaseFilter phaseFilter() {
        return phaseFilter;
    }

    ReverbFilters reverbFilters() {
        return reverbFilters;
    }
}
