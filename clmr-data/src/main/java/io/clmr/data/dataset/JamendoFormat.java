package io.clmr.data.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * MTG-Jamendo with its published splits: {@code autotagging_top50tags-train.tsv}, {@code -validation.tsv} and
 * {@code -test.tsv} (header, then TRACK_ID, ARTIST_ID, ALBUM_ID, PATH, DURATION and one cell a tag), in the root or in
 * {@code data/splits/split-0}.
 *
 * <p>{@code subset} is top50tags, genre, instrument, moodtheme or all; {@code split} is split-0 to split-4. The audio
 * lies in the root, or in {@code audio} or {@code raw_30s/audio}; low-quality files are called {@code 41/241.low.mp3}.
 */
final class JamendoFormat implements DatasetFormat {
    private static final List<String> SUBSETS = List.of("top50tags", "genre", "instrument", "moodtheme", "all");
    private static final List<String> SPLITS = List.of("split-0", "split-1", "split-2", "split-3", "split-4");
    private static final List<String> AUDIO_FOLDERS =
            List.of("", "audio", "audio-low", "raw_30s/audio", "raw_30s/audio-low");
    private static final String HEADER = "TRACK_ID";
    private static final int PATH = 3;
    private static final int FIRST_TAG = 5;
    private static final Map<Split, String> ENDINGS = new LinkedHashMap<>();
    private static final PublishedFigures TOP_50 = PublishedFigures.of(32_136, 10_888, 11_356, 50);

    static {
        ENDINGS.put(Split.TRAIN, "-train.tsv");
        ENDINGS.put(Split.VALID, "-validation.tsv");
        ENDINGS.put(Split.TEST, "-test.tsv");
    }

    /** One row of a list. */
    private record Track(Split split, String artist, String album, List<String> tags) {}

    @Override
    public String name() {
        return "jamendo";
    }

    @Override
    public MusicDataset load(DatasetConfig config) throws DatasetException {
        String split = SplitNames.check(config, SPLITS);
        String subset = SplitNames.oneOf(config, "subset", config.subset().orElse(SUBSETS.get(0)), SUBSETS);
        String prefix = subset.equals("all") ? "autotagging" : "autotagging_" + subset;
        Path lists = lists(config.root(), split, prefix);
        Map<String, Track> tracks = new LinkedHashMap<>();
        for (Map.Entry<Split, String> list : ENDINGS.entrySet()) {
            read(lists.resolve(prefix + list.getValue()), list.getKey(), tracks);
        }
        List<String> tags = List.copyOf(tracks.values().stream()
                .flatMap(track -> track.tags().stream())
                .collect(TreeSet::new, TreeSet::add, TreeSet::addAll));
        if (tags.isEmpty()) {
            throw new DatasetException(lists, "has lists without any track and tag");
        }
        Map<String, Integer> index = new HashMap<>();
        tags.forEach(tag -> index.put(tag, index.size()));
        LabelSpace labels = new LabelSpace(tags, LabelSpace.Kind.MULTI);
        ListedClips clips = new ListedClips(config.root(), config.missingAudio(), "the three " + prefix + "-*.tsv");
        for (Map.Entry<String, Track> entry : tracks.entrySet()) {
            Track track = entry.getValue();
            clips.add(new Clip(
                    entry.getKey(),
                    audio(config.root(), entry.getKey()),
                    track.split(),
                    Optional.of(track.tags().stream().map(index::get).sorted().toList()),
                    ClipKey.song(entry.getKey()),
                    Optional.of(track.artist()),
                    Optional.of(track.album())));
        }
        if (subset.equals(SUBSETS.get(0)) && split.equals(SPLITS.get(0))) {
            clips.compare(TOP_50, labels);
        }
        return clips.dataset(name(), split + "/" + subset, labels);
    }

    private static Path lists(Path root, String split, String prefix) throws DatasetException {
        for (String folder : List.of("data/splits/" + split, "splits/" + split, split, "")) {
            if (Files.exists(root.resolve(folder).resolve(prefix + "-train.tsv"))) {
                return root.resolve(folder);
            }
        }
        throw new DatasetException(
                root,
                "holds " + prefix + "-train.tsv neither itself nor in data/splits/" + split
                        + "; expected it and those that end in -validation.tsv and -test.tsv");
    }

    private static void read(Path file, Split split, Map<String, Track> tracks) throws DatasetException {
        boolean[] headerSeen = {false};
        DelimitedFile.tabs(file).forEach(row -> {
            List<String> cells = row.cells();
            if (!headerSeen[0]) {
                if (!cells.get(0).equals(HEADER)) {
                    throw row.malformed("begins with " + PythonList.shown(cells.get(0)) + ", expected the header "
                            + HEADER + ", ARTIST_ID, ALBUM_ID, PATH, DURATION, TAGS");
                }
                headerSeen[0] = true;
                return;
            }
            if (cells.size() <= FIRST_TAG) {
                throw row.malformed("has " + cells.size() + " cells, expected five and one for each tag");
            }
            List<String> tags = new ArrayList<>(new TreeSet<>(cells.subList(FIRST_TAG, cells.size())));
            tags.removeIf(String::isEmpty);
            Track other = tracks.putIfAbsent(row.key(PATH), new Track(split, cells.get(1), cells.get(2), tags));
            if (other != null) {
                throw row.malformed(row.key(PATH) + " is in " + other.split() + " already, expected each track once");
            }
        });
        if (!headerSeen[0]) {
            throw new DatasetException(file, "is empty, expected a header and one row a track");
        }
    }

    /** Returns where a track is; if it is nowhere, where it would be first of all. */
    private static Path audio(Path root, String key) {
        String low = key.endsWith(".mp3") ? key.substring(0, key.length() - 4) + ".low.mp3" : key;
        for (String folder : AUDIO_FOLDERS) {
            for (String name : List.of(key, low)) {
                Path file = root.resolve(folder).resolve(name);
                if (Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        return root.resolve(key);
    }
}
