package io.clmr.data.check;

import io.clmr.data.audio.AudioSelection;
import io.clmr.data.list.Exclusions;
import io.clmr.data.store.PcmStore;
import java.util.Optional;

/**
 * How a dataset is checked.
 *
 * @param sampleRateHz rate that training hears
 * @param windowSamples what is shorter cannot be used
 * @param threads files decoded at the same time
 * @param selection which sound of the files is heard
 * @param store of that rate and sound: clips it holds need no decoding
 * @param exclusions what of the dataset's folder is left out
 */
public record CheckOptions(
        int sampleRateHz,
        int windowSamples,
        int threads,
        AudioSelection selection,
        Optional<PcmStore> store,
        Exclusions exclusions) {

    /** Leaves out nothing, and hears what ffmpeg takes of a file. */
    public CheckOptions(int sampleRateHz, int windowSamples, int threads, Optional<PcmStore> store) {
        this(sampleRateHz, windowSamples, threads, AudioSelection.defaults(), store, Exclusions.NONE);
    }
}
