package io.clmr.data.dataset;

import io.clmr.data.dataset.DatasetConfig.LabelKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The Free Music Archive's dataset with its published split: {@code fma_metadata/tracks.csv} and, beside that folder,
 * {@code fma_small}, {@code fma_medium}, {@code fma_large} or {@code fma_full} with {@code 000/000002.mp3}.
 *
 * <p>The label is the top genre; with {@code label_kind: multi} all genres, named by {@code fma_metadata/genres.csv}.
 */
final class FmaFormat implements DatasetFormat {
    private static final List<String> SUBSETS = List.of("small", "medium", "large", "full");
    private static final Map<String, Split> SPLITS =
            Map.of("training", Split.TRAIN, "validation", Split.VALID, "test", Split.TEST);
    private static final Map<String, PublishedFigures> PUBLISHED = Map.of(
            "small", PublishedFigures.of(6_400, 800, 800, 8),
            "medium", PublishedFigures.of(19_922, 2_505, 2_573, 16));

    @Override
    public String name() {
        return "fma";
    }

    @Override
    public MusicDataset load(DatasetConfig config) throws DatasetException {
        SplitNames.check(config, List.of("published"));
        Path root = config.root();
        String subset = subset(config);
        Path folder = root.resolve("fma_" + subset);
        boolean multi = config.labelKind() == LabelKind.MULTI;
        Path metadata = root.resolve("fma_metadata");
        Map<Integer, FmaTracks.Track> tracks = new LinkedHashMap<>();
        FmaTracks.read(metadata.resolve("tracks.csv"), track -> {
            // A track is said to be in the smallest set that has it: the larger ones have it too.
            if (SUBSETS.indexOf(track.subset()) <= SUBSETS.indexOf(subset)) {
                tracks.put(track.id(), track);
            }
        });
        Map<String, String> names = multi ? FmaTracks.genreNames(metadata.resolve("genres.csv")) : Map.of();
        Map<Integer, List<String>> genres = new HashMap<>();
        TreeSet<String> all = new TreeSet<>();
        tracks.forEach((id, track) -> {
            List<String> mine = multi
                    ? track.genres().stream()
                            .map(genre -> names.getOrDefault(genre, genre))
                            .distinct()
                            .toList()
                    : track.topGenre().map(List::of).orElse(List.of());
            genres.put(id, mine);
            all.addAll(mine);
        });
        if (all.isEmpty()) {
            throw new DatasetException(
                    metadata.resolve("tracks.csv"),
                    "has no track of the subset " + subset + " with a genre; dataset.subset may be "
                            + String.join(", ", SUBSETS));
        }
        List<String> tags = List.copyOf(all);
        LabelSpace labels = new LabelSpace(tags, multi ? LabelSpace.Kind.MULTI : LabelSpace.Kind.SINGLE);
        Map<String, Integer> index = new HashMap<>();
        tags.forEach(tag -> index.put(tag, index.size()));
        ListedClips clips = new ListedClips(root, config.missingAudio(), "fma_metadata/tracks.csv");
        for (FmaTracks.Track track : tracks.values()) {
            String padded = String.format(Locale.ROOT, "%06d", track.id());
            String key = padded.substring(0, 3) + "/" + padded + ".mp3";
            List<Integer> mine = new ArrayList<>(genres.getOrDefault(track.id(), List.of()).stream()
                    .map(index::get)
                    .sorted()
                    .toList());
            clips.add(new Clip(
                    key,
                    folder.resolve(key),
                    SPLITS.getOrDefault(track.split(), Split.UNASSIGNED),
                    mine.isEmpty() ? Optional.empty() : Optional.of(mine),
                    key,
                    Optional.of(track.artist()).filter(artist -> !artist.isEmpty()),
                    track.album()));
        }
        if (!multi && PUBLISHED.containsKey(subset)) {
            clips.compare(PUBLISHED.getOrDefault(subset, PublishedFigures.of(0, 0, 0, 0)), labels);
        }
        return clips.dataset(name(), "published/" + subset, labels);
    }

    /** Returns the subset that is wanted; the one whose folder is there if none is named. */
    private static String subset(DatasetConfig config) throws DatasetException {
        if (config.subset().isPresent()) {
            return SplitNames.oneOf(config, "subset", config.subset().get(), SUBSETS);
        }
        List<String> there = SUBSETS.stream()
                .filter(name -> Files.isDirectory(config.root().resolve("fma_" + name)))
                .toList();
        if (there.size() != 1) {
            throw new DatasetException(
                    config.root(),
                    (there.isEmpty()
                                    ? "holds no folder fma_small, fma_medium, fma_large or fma_full"
                                    : "holds the audio of " + String.join(", ", there))
                            + "; say which is meant with dataset.subset");
        }
        return there.get(0);
    }
}
