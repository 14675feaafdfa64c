package io.clmr.data.store;

import java.nio.file.Path;

/**
 * First line of the index and of the journal.
 *
 * @param format says what this file is
 * @param version of the layout
 * @param sampleRateHz rate of all samples
 * @param minSamples shorter tracks were refused
 */
record StoreHeader(String format, int version, int sampleRateHz, int minSamples) {
    static final String FORMAT = "clmr-pcm";
    static final int VERSION = 1;

    static StoreHeader of(PrepareOptions options) {
        return new StoreHeader(FORMAT, VERSION, options.sampleRateHz(), options.minSamples());
    }

    void check(Path folder) throws StoreException {
        if (!format.equals(FORMAT) || version != VERSION) {
            throw new StoreException(
                    folder,
                    "is a store of format " + format + " version " + version + ", expected " + FORMAT + " version "
                            + VERSION + "; delete the folder and run clmr prepare");
        }
    }

    void checkRate(Path folder, int wantedHz) throws StoreException {
        if (sampleRateHz != wantedHz) {
            throw new StoreException(
                    folder,
                    "holds audio at " + sampleRateHz + " Hz, expected " + wantedHz
                            + " Hz; use another store.path for that rate, or delete the folder and run clmr prepare");
        }
    }
}
