package io.clmr.train.views;

import io.clmr.data.audio.AudioDecoder;
import io.clmr.data.store.ClipReader;
import io.clmr.data.store.SourceFingerprint;
import io.clmr.data.store.StoredTrack;
import io.clmr.data.store.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The first clips of the bundled music, decoded into memory. */
public final class QuickstartMusic implements ClipReader {

    private final int sampleRateHz;
    private final List<StoredTrack> tracks = new ArrayList<>();
    private final List<float[]> samples = new ArrayList<>();

    private QuickstartMusic(int sampleRateHz) {
        this.sampleRateHz = sampleRateHz;
    }

    public static QuickstartMusic decode(int clips, int sampleRateHz) throws IOException {
        QuickstartMusic music = new QuickstartMusic(sampleRateHz);
        Path root = root();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".mp3"))
                    .sorted()
                    .limit(clips)
                    .toList()) {
                music.add(root.relativize(file).toString(), file, AudioDecoder.decode(file, sampleRateHz));
            }
        }
        return music;
    }

    private static Path root() throws IOException {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path music = folder.resolve("examples/quickstart-music");
            if (Files.isDirectory(music)) {
                return music;
            }
        }
        throw new IOException(
                "examples/quickstart-music is not above " + Path.of("").toAbsolutePath());
    }

    private void add(String key, Path file, float[] decoded) {
        SourceFingerprint source = new SourceFingerprint(decoded.length, 0);
        tracks.add(new StoredTrack(key, file.toString(), decoded.length, Verdict.OK, "", 0, 0, 0, source));
        samples.add(decoded);
    }

    public TrainingSet trainingSet(int windowSamples) {
        return TrainingSet.of(this, tracks.stream().map(StoredTrack::key).toList(), windowSamples);
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
        for (int i = 0; i < tracks.size(); i++) {
            if (tracks.get(i).key().equals(key)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    @Override
    public List<StoredTrack> refused() {
        return List.of();
    }

    @Override
    public void read(int track, long offsetSamples, float[] out, int outOffset, int length) throws IOException {
        System.arraycopy(samples.get(track), Math.toIntExact(offsetSamples), out, outOffset, length);
    }

    @Override
    public String fingerprint() {
        return "quickstart music at " + sampleRateHz + " Hz";
    }

    @Override
    public void close() {}
}
