package io.clmr.train.views;

import io.clmr.augment.RandomStream;
import io.clmr.core.model.Normalization;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.ClipPairs;
import io.clmr.data.dataset.Split;
import io.clmr.data.store.ClipReader;
import io.clmr.data.store.StoredTrack;
import io.clmr.train.views.PositivesConfig.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The tracks a run is trained on: those of the wanted clips that are usable and at least one window long. */
public final class TrainingSet {

    private final ClipReader reader;
    private final List<StoredTrack> tracks;
    private final int[] numbers;
    private final Relations relations;
    private final int[] songs;
    private final int leftOut;

    private TrainingSet(ClipReader reader, List<StoredTrack> tracks, int[] numbers, Relations relations, int leftOut) {
        this.reader = reader;
        this.tracks = tracks;
        this.numbers = numbers;
        this.relations = relations;
        songs = relations.songs().numbers();
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
        return ofClips(
                reader,
                clipKeys.stream()
                        .distinct()
                        .map(key -> new Clip(key, Path.of(""), Split.TRAIN, Optional.empty(), key, Optional.empty()))
                        .toList(),
                windowSamples);
    }

    /**
     * Chooses the tracks, and remembers which of them share a song, an album or an artist.
     *
     * @param reader holds the audio; stays open as long as the set is used, and is closed by the caller
     * @param clips those of the training split, in the dataset's order
     * @param windowSamples length of a window
     */
    public static TrainingSet ofClips(ClipReader reader, Collection<Clip> clips, int windowSamples) {
        List<Clip> chosen = new ArrayList<>();
        List<StoredTrack> tracks = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (Clip clip : clips) {
            OptionalInt number = reader.find(clip.key());
            if (number.isPresent() && reader.track(number.getAsInt()).samples() >= windowSamples) {
                chosen.add(clip);
                tracks.add(reader.track(number.getAsInt()));
                numbers.add(number.getAsInt());
            }
        }
        Relations relations = new Relations(
                chosen.size(),
                groups(chosen, clip -> Optional.of(clip.group())),
                groups(chosen, Clip::album),
                groups(chosen, Clip::artist),
                Optional.empty());
        return new TrainingSet(
                reader,
                List.copyOf(tracks),
                numbers.stream().mapToInt(Integer::intValue).toArray(),
                relations,
                clips.size() - tracks.size());
    }

    private static TrackGroups groups(List<Clip> clips, Function<Clip, Optional<String>> name) {
        return new TrackGroups(clips.stream().map(name).toList());
    }

    /**
     * Adds the pairs that {@code positives.name: pairs} draws from; those of which a clip is not in this set are left out.
     *
     * @param clips the dataset's, as the pairs were read with
     */
    public TrainingSet withPairs(ClipPairs pairs, List<Clip> clips) {
        Map<String, Integer> known = new HashMap<>();
        tracks.forEach(track -> known.put(track.key(), known.size()));
        int[] trackOf = clips.stream()
                .mapToInt(clip -> known.getOrDefault(clip.key(), -1))
                .toArray();
        return new TrainingSet(
                reader, tracks, numbers, relations.withPairs(new TrackPairs(pairs, trackOf, size())), leftOut);
    }

    /** Returns the number of tracks. */
    public int size() {
        return numbers.length;
    }

    /** Returns how many of the wanted clips are not usable: refused, missing or shorter than a window. */
    public int leftOut() {
        return leftOut;
    }

    /** Returns the number of the track with this clip key. */
    public OptionalInt find(String key) {
        return IntStream.range(0, size())
                .filter(track -> key(track).equals(key))
                .findFirst();
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
        return relations.songs().count();
    }

    /**
     * Checks that this set can give the positives that are asked for.
     *
     * @throws IllegalArgumentException if no track has any, naming what else is known
     */
    public void checkPositives(PositivesConfig config) {
        if (config.joinsClips() && relations.withPartner(config.name()) == 0) {
            throw new IllegalArgumentException(
                    "positives.name is " + config.name().key() + ", but of none of the "
                            + size() + " usable training tracks another is known that "
                            + (config.name() == Kind.PAIRS ? "the list pairs it with" : "has the same") + "; known are "
                            + relations.alternatives());
        }
    }

    /** Returns how many tracks have another that may be their positive. */
    public int tracksWithPartner(PositivesConfig config) {
        return config.joinsClips() ? relations.withPartner(config.name()) : 0;
    }

    Relations relations() {
        return relations;
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

    /** Returns where the last window of a track of this set begins. */
    int lastOffset(int track, int windowSamples) {
        return Math.toIntExact(samples(track) - windowSamples);
    }

    /** Reads {@code length} samples of a track of this set; several threads may do so at a time. */
    void read(int track, long offsetSamples, float[] out, int length) throws IOException {
        reader.read(numbers[track], offsetSamples, out, 0, length);
    }

    /** Reads the samples of a track of this set from a place on, as many as the array holds. */
    public void read(int track, long offsetSamples, float[] out) throws IOException {
        read(track, offsetSamples, out, out.length);
    }

    /** Fills an array from a random place of a random track, for transforms that mix in other music. */
    void fillFromAny(float[] out, RandomStream stream) {
        int track = stream.uniformInt(0, size() - 1);
        try {
            read(track, stream.uniformInt(0, lastOffset(track, out.length)), out);
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
        return fingerprint(false, PositivesConfig.defaults());
    }

    /**
     * Returns a hash over the audio, the keys in their order, and what else decides a run.
     *
     * @param withSongs whether the songs decide its batches
     * @param positives where those join clips, the clips that belong together decide its views
     */
    public String fingerprint(boolean withSongs, PositivesConfig positives) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(reader.fingerprint().getBytes(StandardCharsets.UTF_8));
            for (StoredTrack track : tracks) {
                add(digest, track.key());
            }
            if (withSongs) {
                relations.songs().describe(song -> add(digest, song));
            }
            if (positives.joinsClips()) {
                relations.partners(positives.name()).describe(words -> add(digest, words));
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
