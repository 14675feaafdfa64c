package io.clmr.data.store;

import io.clmr.data.audio.AudioDecoder;
import io.clmr.data.audio.AudioSelection;
import io.clmr.data.dataset.Clip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Decodes windows straight from the compressed files, each time they are asked for. */
public final class DirectClipReader implements ClipReader {
    private static final float SCALE = 1f / 32768f;

    private final int sampleRateHz;
    private final AudioSelection selection;
    private final TrackTable table;
    private final List<Path> paths;

    private DirectClipReader(PrepareOptions options, TrackTable table, List<Path> paths) {
        this.sampleRateHz = options.sampleRateHz();
        this.selection = options.selection();
        this.table = table;
        this.paths = paths;
    }

    /** Decodes every clip once, to know its length and verdict, and keeps nothing else of it. */
    public static DirectClipReader scan(List<Clip> clips, PrepareOptions options, PrepareListener listener)
            throws IOException {
        List<StoredTrack> tracks = new ArrayList<>();
        SampleSink nowhere = (samples, count) -> {};
        new ClipScan(options, Optional.empty())
                .run(clips, clip -> nowhere, (clip, track, sink) -> tracks.add(track), listener);
        TrackTable table = new TrackTable(tracks);
        Map<String, Path> pathByKey = new HashMap<>();
        clips.forEach(clip -> pathByKey.put(clip.key(), clip.path()));
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) {
            paths.add(pathByKey.getOrDefault(table.get(i).key(), Path.of("")));
        }
        return new DirectClipReader(options, table, paths);
    }

    @Override
    public int sampleRateHz() {
        return sampleRateHz;
    }

    @Override
    public int tracks() {
        return table.size();
    }

    @Override
    public StoredTrack track(int track) {
        return table.get(track);
    }

    @Override
    public OptionalInt find(String key) {
        return table.find(key);
    }

    @Override
    public List<StoredTrack> refused() {
        return table.refused();
    }

    @Override
    public void read(int track, long offsetSamples, float[] out, int outOffset, int length) throws IOException {
        table.checked(track, offsetSamples, out.length, outOffset, length);
        Path path = paths.get(track);
        short[] window = AudioDecoder.decodeWindowPcm16(path, sampleRateHz, selection, offsetSamples, length);
        if (window.length != length) {
            throw new StoreException(
                    path, "is shorter than it was when training began; leave the audio alone while it is in use");
        }
        for (int i = 0; i < length; i++) {
            out[outOffset + i] = window[i] * SCALE;
        }
    }

    @Override
    public String fingerprint() {
        return table.fingerprint(sampleRateHz);
    }

    @Override
    public void close() {
        // Every read opens and closes its own file.
    }
}
