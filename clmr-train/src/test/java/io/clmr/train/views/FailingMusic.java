package io.clmr.train.views;

import io.clmr.data.store.ClipReader;
import io.clmr.data.store.StoredTrack;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** Music of which one track has gone bad since it was opened. */
final class FailingMusic implements ClipReader {

    private final ClipReader music;
    private final int broken;

    FailingMusic(ClipReader music, int broken) {
        this.music = music;
        this.broken = broken;
    }

    @Override
    public void read(int track, long offsetSamples, float[] out, int outOffset, int length) throws IOException {
        if (track == broken) {
            throw new IOException("the disk has a bad sector");
        }
        music.read(track, offsetSamples, out, outOffset, length);
    }

    @Override
    public int sampleRateHz() {
        return music.sampleRateHz();
    }

    @Override
    public int tracks() {
        return music.tracks();
    }

    @Override
    public StoredTrack track(int track) {
        return music.track(track);
    }

    @Override
    public OptionalInt find(String key) {
        return music.find(key);
    }

    @Override
    public List<StoredTrack> refused() {
        return music.refused();
    }

    @Override
    public String fingerprint() {
        return music.fingerprint();
    }

    @Override
    public void close() throws IOException {
        music.close();
    }
}
