package io.clmr.data.dataset;

import io.clmr.data.dataset.DatasetConfig.GroupBy;
import io.clmr.data.list.AudioFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * LibriSpeech, for telling speakers: {@code train-clean-100/103/1240/103-1240-0000.flac} is utterance 0 of chapter 1240,
 * read by speaker 103. The label is the speaker.
 *
 * <p>Split {@code ratios} draws utterances within each speaker, so that every split knows every speaker. Split
 * {@code published} takes {@code train-*}, {@code dev-*} and {@code test-*} as they are; no speaker is in two of them.
 */
final class LibriSpeechFormat implements DatasetFormat {
    private static final String PUBLISHED = "published";
    private static final Pattern UTTERANCE =
            Pattern.compile("(train|dev|test)(-[a-z0-9]+)+/(\\d+)/(\\d+)/\\3-\\4-\\d+\\.\\w+");
    private static final Map<String, Split> PARTS =
            Map.of("train", Split.TRAIN, "dev", Split.VALID, "test", Split.TEST);

    /** One audio file and what its path tells. */
    private record Utterance(Path file, String part, String speaker, String chapter) {}

    @Override
    public String name() {
        return "librispeech";
    }

    @Override
    public MusicDataset load(DatasetConfig config) throws DatasetException {
        String split = SplitNames.check(config, List.of(SplitNames.RATIOS, PUBLISHED));
        Path base = Files.isDirectory(config.root().resolve("LibriSpeech"))
                ? config.root().resolve("LibriSpeech")
                : config.root();
        Map<String, Utterance> utterances = find(base, config.subset());
        Map<String, Split> drawn = split.equals(PUBLISHED)
                ? published(utterances)
                : RatioSplit.drawWithin(
                        utterances.keySet(),
                        LibriSpeechFormat::speaker,
                        config.ratios(),
                        config.groupBy() == GroupBy.FOLDER ? GroupBy.FOLDER : GroupBy.FILE,
                        config.splitSeed());
        List<String> speakers = utterances.values().stream()
                .map(Utterance::speaker)
                .distinct()
                .sorted((a, b) -> a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length()))
                .toList();
        Map<String, Integer> index = new HashMap<>();
        speakers.forEach(speaker -> index.put(speaker, index.size()));
        ListedClips clips = new ListedClips(base, config.missingAudio(), "its folders");
        for (Map.Entry<String, Utterance> entry : utterances.entrySet()) {
            Utterance utterance = entry.getValue();
            clips.add(new Clip(
                    entry.getKey(),
                    utterance.file(),
                    drawn.getOrDefault(entry.getKey(), Split.UNASSIGNED),
                    Optional.of(List.of(index.getOrDefault(utterance.speaker(), 0))),
                    utterance.speaker() + "-" + utterance.chapter(),
                    Optional.of(utterance.speaker())));
        }
        return clips.dataset(name(), split, new LabelSpace(speakers, LabelSpace.Kind.SINGLE));
    }

    /** Returns the second folder of a key. */
    private static String speaker(String key) {
        return key.split("/", -1)[1];
    }

    private static Map<String, Split> published(Map<String, Utterance> utterances) {
        Map<String, Split> splits = new LinkedHashMap<>();
        utterances.forEach((key, utterance) -> splits.put(key, PARTS.getOrDefault(utterance.part(), Split.UNASSIGNED)));
        return splits;
    }

    private static Map<String, Utterance> find(Path base, Optional<String> subset) throws DatasetException {
        Map<String, Utterance> utterances = new TreeMap<>();
        try {
            for (Path folder : subsets(base, subset)) {
                String name = folder.getFileName().toString();
                AudioFolder.search(folder).files().forEach((key, file) -> {
                    Matcher matcher = UTTERANCE.matcher(name + "/" + key);
                    if (matcher.matches()) {
                        utterances.put(
                                name + "/" + key,
                                new Utterance(file, matcher.group(1), matcher.group(3), matcher.group(4)));
                    }
                });
            }
        } catch (IOException e) {
            throw new DatasetException(base, "cannot be searched for audio: " + e, e);
        }
        if (utterances.isEmpty()) {
            throw new DatasetException(
                    base,
                    "holds no utterance" + subset.map(name -> " in " + name).orElse("")
                            + "; expected files such as train-clean-100/103/1240/103-1240-0000.flac");
        }
        return utterances;
    }

    private static List<Path> subsets(Path base, Optional<String> subset) throws IOException {
        if (!Files.isDirectory(base)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(base)) {
            return folders.filter(Files::isDirectory)
                    .filter(folder -> folder.getFileName().toString().matches("(train|dev|test)(-[a-z0-9]+)+"))
                    .filter(folder -> subset.isEmpty()
                            || subset.get().equals(folder.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }
}
