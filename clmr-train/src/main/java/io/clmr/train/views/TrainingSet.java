package io.clmr.train.views;

import io.clmr.augment.RandomStream;
import io.clmr.core.model.Normalization;
import io.clmr.data.dataset.Clip;
import io.clmr.data.store.ClipReader;
import io.clmr.data.store.StoredTrack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The tracks a run is trained on: those of the wanted clips that are usable and at least one window long. */
public final class TrainingSet {

    private final ClipReader reader;
    private final List<StoredTrack> tracks;
    private final int[] numbers;
    private final List<String> songNames;
    private final int[] songs;
    private final int leftOut;

    private TrainingSet(
            ClipReader reader, List<StoredTrack> tracks, int[] numbers, List<String> songNames, int leftOut) {
        this.reader = reader;
        this.tracks = tracks;
        this.numbers = numbers;
        this.songNames = songNames;
        songs = numbered(songNames);
        this.leftOut = leftOut;
    }

    /**
     * Chooses the tracks.
     *
     * @param reader holds the audio; stays open as long as the set is used, and is closed by the caller
     * @param clipKeys the clips of the training split, in the dataset's order
     * @param windowSamples length of a window
     */
    public static TrainingSet of(ClipReader reader, Collection<String> clipKeys, int windowSamples) {
        Map<String, String> songs = new LinkedHashMap<>();
        clipKeys.forEach(key -> songs.put(key, key));
        return choose(reader, songs, windowSamples);
    }

    /**
     * Chooses the tracks, and remembers which of them were cut from one song.
     *
     * @param reader holds the audio; stays open as long as the set is used, and is closed by the caller
     * @param clips those of the training split, in the dataset's order
     * @param windowSamples length of a window
     */
    public static TrainingSet ofClips(ClipReader reader, Collection<Clip> clips, int windowSamples) {
        Map<String, String> songs = new LinkedHashMap<>();
        clips.forEach(clip -> songs.put(clip.key(), clip.group()));
        return choose(reader, songs, windowSamples);
    }

    /** @param wanted the song of each clip, by the clip's key */
    private static TrainingSet choose(ClipReader reader, Map<String, String> wanted, int windowSamples) {
        List<StoredTrack> tracks = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        List<String> songs = new ArrayList<>();
        wanted.forEach((key, song) -> {
            OptionalInt number = reader.find(key);
            if (number.isPresent() && reader.track(number.getAsInt()).samples() >= windowSamples) {
                tracks.add(reader.track(number.getAsInt()));
                numbers.add(number.getAsInt());
                songs.add(song);
            }
        });
        return new TrainingSet(
                reader,
                List.copyOf(tracks),
                numbers.stream().mapToInt(Integer::intValue).toArray(),
                List.copyOf(songs),
                wanted.size() - tracks.size());
    }

    /** Numbers the names from 0 in the order in which they first appear. */
    private static int[] numbered(List<String> names) {
        Map<String, Integer> known = new HashMap<>();
        int[] numbers = new int[names.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = known.computeIfAbsent(names.get(i), name -> known.size());
        }
        return numbers;
    }

    /** Returns the number of tracks. */
    public int size() {
        return numbers.length;
    }

    /** Returns how many of the wanted clips are not usable: refused, missing or shorter than a window. */
    public int leftOut() {
        return leftOut;
    }

    /** Returns the clip key of a track of this set. */
    public String key(int track) {
        return tracks.get(track).key();
    }

    /** Returns the number of whole batches in an epoch. */
    public long batches(Batching batching) {
        return batching.oneClipPerSong() ? SongOrder.batches(songs, batching.size()) : size() / batching.size();
    }

    /** Returns the number of songs that the tracks were cut from. */
    public int songs() {
        return Math.toIntExact(songNames.stream().distinct().count());
    }

    /** Returns the tracks of an epoch's batches, one batch after the other; what follows the last batch is dropped. */
    int[] order(long seed, long epoch, Batching batching) {
        return batching.oneClipPerSong()
                ? SongOrder.of(seed, epoch, songs, batching.size())
                : EpochOrder.of(seed, epoch, size());
    }

    /** Reads the whole set for the mean and standard deviation that {@code model.normalize: dataset} subtracts and divides by. */
    public Normalization normalization() throws IOException {
        return TrackStatistics.of(this);
    }

    /** Returns the length of a track of this set in samples. */
    long samples(int track) {
        return tracks.get(track).samples();
    }

    /** Reads {@code length} samples of a track of this set; several threads may do so at a time. */
    void read(int track, long offsetSamples, float[] out, int length) throws IOException {
        reader.read(numbers[track], offsetSamples, out, 0, length);
    }

    void read(int track, long offsetSamples, float[] out) throws IOException {
        read(track, offsetSamples, out, out.length);
    }

    /** Fills an array from a random place of a random track, for transforms that mix in other music. */
    void fillFromAny(float[] out, RandomStream stream) {
        int track = stream.uniformInt(0, size() - 1);
        int lastOffset = Math.toIntExact(samples(track) - out.length);
        try {
            read(track, stream.uniformInt(0, lastOffset), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the rate of the audio. */
    public int sampleRateHz() {
        return reader.sampleRateHz();
    }

    /** Returns a hash over the audio and the keys in their order; equal for equal sets on any machine. */
    public String fingerprint() {
        return fingerprint(false);
    }

    /** Returns a hash over the audio, the keys in their order and the songs, for runs that they decide. */
    public String fingerprintWithSongs() {
        return fingerprint(true);
    }

    private String fingerprint(boolean withSongs) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(reader.fingerprint().getBytes(StandardCharsets.UTF_8));
            for (StoredTrack track : tracks) {
                add(digest, track.key());
            }
            if (withSongs) {
                songNames.forEach(song -> add(digest, song));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update((byte) 0);
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
