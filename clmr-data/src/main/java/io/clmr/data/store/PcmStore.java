package io.clmr.data.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** A prepared dataset: 16-bit mono samples in memory-mapped shards. */
@SuppressWarnings("DoNotCallSuggester")
public final class PcmStore implements ClipReader {
    private PcmStore() {}

    /** Opens a finished store. */
    public static PcmStore open(Path folder) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Opens a finished store that must hold audio of that rate. */
    public static PcmStore open(Path folder, int sampleRateHz) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public int sampleRateHz() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int tracks() {
        throw new UnsupportedOperationException();
    }

    @Override
    public StoredTrack track(int track) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OptionalInt find(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<StoredTrack> refused() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void read(int track, long offsetSamples, float[] out, int outOffset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String fingerprint() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
