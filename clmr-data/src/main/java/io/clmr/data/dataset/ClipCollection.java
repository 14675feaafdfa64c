package io.clmr.data.dataset;

import io.clmr.data.list.ExistingName;
import io.clmr.data.list.PathList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Puts files, labels and splits together for the formats without a layout of their own. */
final class ClipCollection {
    private static final String SPLIT_FILE = "file";
    private static final String SPLIT_RATIOS = "ratios";
    private static final String SPLIT_ALL = "all";

    private final DatasetConfig config;
    private final Path folder;
    private final boolean anywhere;
    private final Findings findings = new Findings();
    private final String split;
    private Optional<LabelTable> labels;
    private Optional<SplitTable> splits;

    /**
     * @param folder where labels.csv and split.csv lie and what their paths are relative to
     * @param anywhere whether clips may lie outside of that folder
     */
    ClipCollection(DatasetConfig config, Path folder, boolean anywhere) throws DatasetException {
        this.config = config;
        this.folder = folder;
        this.anywhere = anywhere;
        Optional<Path> labelsFile = file(config.labelsFile(), "labels.csv");
        labels = labelsFile.isPresent()
                ? Optional.of(LabelTable.read(labelsFile.get(), config.labelKind(), anywhere))
                : Optional.empty();
        Optional<Path> splitFile = file(config.splitFile(), "split.csv");
        split = config.split().orElseGet(() -> usualSplit(splitFile));
        splits = readSplits(splitFile);
    }

    /** Clips without labels can be trained on alone, so nothing is set aside unless somebody asks for it. */
    private String usualSplit(Optional<Path> file) {
        if (file.isPresent()) {
            return SPLIT_FILE;
        }
        return labels.isPresent() || config.asksForDrawnSplit() ? SPLIT_RATIOS : SPLIT_ALL;
    }

    private Optional<SplitTable> readSplits(Optional<Path> file) throws DatasetException {
        if (split.equals(SPLIT_RATIOS) || split.equals(SPLIT_ALL)) {
            return Optional.empty();
        }
        if (!split.equals(SPLIT_FILE)) {
            throw new DatasetException(
                    folder, "dataset.split is \"" + split + "\", expected file, ratios or all for this format");
        }
        if (file.isEmpty()) {
            throw new DatasetException(
                    folder.resolve("split.csv"),
                    "is not there, but dataset.split is file; write it (path,train|valid|test) or use ratios");
        }
        return Optional.of(SplitTable.read(file.get(), anywhere));
    }

    /** Returns the file the configuration names, or the usual one if it exists. */
    private Optional<Path> file(Optional<Path> configured, String usual) {
        return configured.or(() -> Optional.of(folder.resolve(usual)).filter(Files::exists));
    }

    Optional<LabelTable> labels() {
        return labels;
    }

    Optional<SplitTable> splits() {
        return splits;
    }

    Findings findings() {
        return findings;
    }

    /**
     * Calls clips in labels and splits as the files are called that they mean: in the same form of Unicode, with slashes,
     * as a path for {@code file://} and {@code ~}. To be called once the files are known.
     */
    void match(Set<String> keys) {
        ExistingName there = new ExistingName(keys);
        UnaryOperator<String> names = written -> there.find(written)
                .or(() -> there.find(ClipKey.of(PathList.meant(folder, written))))
                .orElse(written);
        labels = labels.map(table -> table.named(names));
        splits = splits.map(table -> table.named(names));
    }

    /** Returns a table with other names for its clips; a clip that is listed by its very name keeps its row. */
    static <T> Map<String, T> renamed(Map<String, T> table, UnaryOperator<String> names) {
        Map<String, T> renamed = new LinkedHashMap<>();
        table.forEach((written, value) -> {
            String name = names.apply(written);
            renamed.putIfAbsent(table.containsKey(name) || renamed.containsKey(name) ? written : name, value);
        });
        return renamed;
    }

    private Function<String, Split> splitOf(Set<String> keys) {
        if (splits.isPresent()) {
            return splits.get()::of;
        }
        return split.equals(SPLIT_ALL)
                ? key -> Split.TRAIN
                : RatioSplit.draw(keys, config.ratios(), config.groupBy(), config.splitSeed())::get;
    }

    /**
     * Builds the dataset of these files, in this order.
     *
     * @param passedOver other files, counted
     */
    MusicDataset dataset(String name, Map<String, Path> files, String passedOver) {
        Function<String, Split> splitOf = splitOf(files.keySet());
        List<Clip> clips = new ArrayList<>();
        files.forEach((key, path) -> {
            Optional<List<Integer>> tags = labels.flatMap(table -> table.of(key));
            Split part = splitOf.apply(key);
            if (labels.isPresent() && tags.isEmpty()) {
                findings.add(Findings.WITHOUT_LABELS, key);
            }
            if (part == Split.UNASSIGNED) {
                findings.add(Findings.WITHOUT_SPLIT, key);
            }
            clips.add(new Clip(
                    key,
                    path,
                    part,
                    tags,
                    ClipKey.song(key),
                    ClipKey.topFolder(key),
                    Optional.of(ClipKey.folder(key)).filter(folder -> !folder.isEmpty())));
        });
        findings.addSplitSongs(clips);
        LabelSpace space = labels.map(LabelTable::space).orElse(LabelSpace.none());
        return new MusicDataset(name, split, clips, space, findings.list(), passedOver);
    }
}
