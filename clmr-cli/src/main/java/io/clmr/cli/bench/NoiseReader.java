package io.clmr.cli.bench;

import io.clmr.data.store.ClipReader;
import io.clmr.data.store.SourceFingerprint;
import io.clmr.data.store.StoredTrack;
import io.clmr.data.store.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Tracks of noise in memory, so that training can be timed without a dataset. */
public final class NoiseReader implements ClipReader {

    private final int sampleRateHz;
    private final float[] noise;
    private final List<StoredTrack> tracks = new ArrayList<>();

    public NoiseReader(int sampleRateHz, int tracks, int samples) {
        this.sampleRateHz = sampleRateHz;
        noise = EmbedBench.noise(samples);
        for (int i = 0; i < tracks; i++) {
            String key = "noise-" + i;
            this.tracks.add(new StoredTrack(key, key, samples, Verdict.OK, "", 0, 0, 0, new SourceFingerprint(0, 0)));
        }
    }

    public List<String> keys() {
        return tracks.stream().map(StoredTrack::key).toList();
    }

    @Override
    public int sampleRateHz() {
        return sampleRateHz;
    }

    @Override
    public int tracks() {
        return tracks.size();
    }

    @Override
    public StoredTrack track(int track) {
        return tracks.get(track);
    }

    @Override
    public OptionalInt find(String key) {
        return IntStream.range(0, tracks.size())
                .filter(track -> tracks.get(track).key().equals(key))
                .findFirst();
    }

    @Override
    public List<StoredTrack> refused() {
        return List.of();
    }

    @Override
    public void read(int track, long offsetSamples, float[] out, int outOffset, int length) {
        System.arraycopy(noise, Math.toIntExact(offsetSamples), out, outOffset, length);
    }

    @Override
    public String fingerprint() {
        return "noise-" + tracks.size() + "-" + noise.length;
    }

    @Override
    public void close() {}
}
