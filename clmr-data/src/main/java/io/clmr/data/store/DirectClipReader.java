package io.clmr.data.store;

import io.clmr.data.dataset.Clip;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** Decodes windows straight from the compressed files, each time they are asked for. */
@SuppressWarnings("DoNotCallSuggester")
public final class DirectClipReader implements ClipReader {
    private DirectClipReader() {}

    /** Decodes every clip once, to know its length and verdict, and keeps nothing else of it. */
    public static DirectClipReader scan(List<Clip> clips, PrepareOptions options, PrepareListener listener)
            throws IOException {
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
    public void read(int track, long offsetSamples, float[] out, int outOffset, int length) throws IOException {
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
