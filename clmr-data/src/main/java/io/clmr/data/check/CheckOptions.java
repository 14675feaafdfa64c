package io.clmr.data.check;

import io.clmr.data.list.Exclusions;
import io.clmr.data.store.PcmStore;
import java.util.Optional;

/**
 * How a dataset is checked.
 *
 * @param sampleRateHz rate that training hears
 * @param windowSamples what is shorter cannot be used
 * @param threads files decoded at the same time
 * @param store of that rate: clips it holds need no decoding
 * @param exclusions what of the dataset's folder is left out
 */
public record CheckOptions(
        int sampleRateHz, int windowSamples, int threads, Optional<PcmStore> store, Exclusions exclusions) {

    /** Leaves out nothing. */
    public CheckOptions(int sampleRateHz, int windowSamples, int threads, Optional<PcmStore> store) {
        this(sampleRateHz, windowSamples, threads, store, Exclusions.NONE);
    }
}
