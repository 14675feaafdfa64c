package io.clmr.data.dataset;

import io.clmr.data.dataset.DatasetConfig.GroupBy;
import io.clmr.data.list.AudioFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * GTZAN: ten genres, a folder each of {@code blues.00000.wav} (or {@code .au}), in the root or in its folder
 * {@code genres}, {@code genres_original} or {@code Data/genres_original}.
 *
 * <p>Split {@code filtered} is that of Kereliuk et al. without the set's known faults: {@code train_filtered.txt},
 * {@code valid_filtered.txt} and {@code test_filtered.txt} in the root or beside the genres. Split {@code ratios} draws
 * files within each genre.
 */
final class GtzanFormat implements DatasetFormat {
    private static final String FILTERED = "filtered";
    private static final List<String> FOLDERS =
            List.of("", "genres", "genres_original", "Data/genres_original", "gtzan/genres");
    private static final Map<String, Split> LISTS = new LinkedHashMap<>();
    private static final PublishedFigures PUBLISHED = PublishedFigures.of(443, 197, 290, 10);

    static {
        LISTS.put("train_filtered.txt", Split.TRAIN);
        LISTS.put("valid_filtered.txt", Split.VALID);
        LISTS.put("test_filtered.txt", Split.TEST);
    }

    @Override
    public String name() {
        return "gtzan";
    }

    @Override
    public MusicDataset load(DatasetConfig config) throws DatasetException {
        Path base = base(config.root());
        NavigableMap<String, Path> audio = audio(base);
        Optional<Path> lists = List.of(config.root(), base).stream()
                .filter(folder -> Files.exists(folder.resolve("train_filtered.txt")))
                .findFirst();
        String split = SplitNames.check(
                config,
                lists.isPresent() ? List.of(FILTERED, SplitNames.RATIOS) : List.of(SplitNames.RATIOS, FILTERED));
        boolean filtered = split.equals(FILTERED);
        Map<String, Split> splits = filtered
                ? filtered(lists.orElse(config.root()))
                : RatioSplit.drawWithin(
                        audio.keySet(), ClipKey::folder, config.ratios(), GroupBy.FILE, config.splitSeed());

        TreeSet<String> keys = new TreeSet<>(audio.keySet());
        keys.addAll(splits.keySet());
        List<String> genres =
                keys.stream().map(ClipKey::folder).distinct().sorted().toList();
        LabelSpace labels = new LabelSpace(genres, LabelSpace.Kind.SINGLE);
        ListedClips clips = new ListedClips(base, config.missingAudio(), "the three *_filtered.txt");
        for (String key : keys) {
            Path file = audio.getOrDefault(key, base.resolve(key + ".wav"));
            List<Integer> genre = List.of(genres.indexOf(ClipKey.folder(key)));
            Split part = splits.getOrDefault(key, Split.UNASSIGNED);
            clips.add(
                    new Clip(ClipKey.of(base.relativize(file)), file, part, Optional.of(genre), key, Optional.empty()));
        }
        if (filtered) {
            clips.compare(PUBLISHED, labels);
        }
        return clips.dataset(name(), split, labels);
    }

    private static Path base(Path root) throws DatasetException {
        for (String folder : FOLDERS) {
            if (Files.isDirectory(root.resolve(folder).resolve("blues"))) {
                return root.resolve(folder);
            }
        }
        throw new DatasetException(
                root, "holds no folder blues, nor does its folder genres; expected a folder of audio for each genre");
    }

    /** Returns the audio by genre and name, without ending: lists say .wav where the first release has .au. */
    private static NavigableMap<String, Path> audio(Path base) throws DatasetException {
        NavigableMap<String, Path> files = new TreeMap<>();
        try {
            for (Map.Entry<String, Path> file : AudioFolder.search(base).files().entrySet()) {
                String key = stem(file.getKey());
                if (key.indexOf('/') > 0 && files.putIfAbsent(key, file.getValue()) != null) {
                    throw new DatasetException(file.getValue(), "is there twice with different endings");
                }
            }
        } catch (DatasetException e) {
            throw e;
        } catch (IOException e) {
            throw new DatasetException(base, "cannot be searched for audio: " + e, e);
        }
        return files;
    }

    private static Map<String, Split> filtered(Path folder) throws DatasetException {
        Map<String, Split> splits = new LinkedHashMap<>();
        for (Map.Entry<String, Split> list : LISTS.entrySet()) {
            Path file = folder.resolve(list.getKey());
            List<String> lines = TextFile.lines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (line.isEmpty()) {
                    continue;
                }
                if (!line.matches("[\\w-]+/[\\w-]+\\.\\d{5}\\.\\w+")) {
                    throw new DatasetException(
                            file,
                            i + 1,
                            "is " + PythonList.shown(line) + ", expected a file such as blues/blues.00012.wav");
                }
                if (splits.putIfAbsent(stem(line), list.getValue()) != null) {
                    throw new DatasetException(file, i + 1, line + " is listed twice, expected each file once");
                }
            }
        }
        return splits;
    }

    private static String stem(String key) {
        return key.substring(0, key.lastIndexOf('.'));
    }
}
