package io.clmr.data.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * MagnaTagATune with the split files of Pons et al.: {@code index_mtt.tsv} (clip id, path),
 * {@code train|val|test_gt_mtt.tsv} (clip id, list of zeros and ones), and, where present, {@code tags.txt} and
 * {@code annotations_final.csv}.
 *
 * <p>They lie in the root, or in its folder {@code magnatagatune}.
 */
final class MagnaTagATuneFormat implements DatasetFormat {
    private static final String INDEX = "index_mtt.tsv";
    private static final String ANNOTATIONS = "annotations_final.csv";
    private static final String SPLIT = "pons2017";
    private static final Map<Split, String> SPLIT_FILES = new LinkedHashMap<>();

    static {
        SPLIT_FILES.put(Split.TRAIN, "train_gt_mtt.tsv");
        SPLIT_FILES.put(Split.VALID, "val_gt_mtt.tsv");
        SPLIT_FILES.put(Split.TEST, "test_gt_mtt.tsv");
    }

    @Override
    public String name() {
        return "magnatagatune";
    }

    @Override
    public MusicDataset load(DatasetConfig config) throws DatasetException {
        String split = config.split().orElse(SPLIT);
        if (!split.equals(SPLIT)) {
            throw new DatasetException(
                    config.root(), "dataset.split is \"" + split + "\", expected " + SPLIT + " for magnatagatune");
        }
        Path base = base(config.root());
        Map<String, String> index = readIndex(base.resolve(INDEX));
        TagVectors vectors = new TagVectors(index.keySet());
        for (Map.Entry<Split, String> entry : SPLIT_FILES.entrySet()) {
            vectors.read(base.resolve(entry.getValue()), entry.getKey());
        }
        Optional<Annotations> annotations = Files.exists(base.resolve(ANNOTATIONS))
                ? Optional.of(Annotations.read(base.resolve(ANNOTATIONS)))
                : Optional.empty();
        LabelSpace labels = new LabelSpace(TagNames.find(base, vectors, annotations), LabelSpace.Kind.MULTI);
        return assemble(config, base, index, vectors, annotations, labels);
    }

    private static Path base(Path root) throws DatasetException {
        for (Path base : List.of(root, root.resolve("magnatagatune"))) {
            if (Files.exists(base.resolve(INDEX))) {
                return base;
            }
        }
        throw new DatasetException(
                root,
                "holds neither " + INDEX + " nor magnatagatune/" + INDEX
                        + "; expected that file, train_gt_mtt.tsv, val_gt_mtt.tsv, test_gt_mtt.tsv and the folders of"
                        + " mp3 files");
    }

    private static Map<String, String> readIndex(Path file) throws DatasetException {
        Map<String, String> pathById = new LinkedHashMap<>();
        Map<String, String> idByPath = new LinkedHashMap<>();
        DelimitedFile.tabs(file).forEach(row -> {
            if (row.cells().size() != 2 || row.cells().stream().anyMatch(String::isEmpty)) {
                throw row.malformed("has " + row.cells().size() + " cells, expected clip id, tab, path");
            }
            String id = row.cells().get(0);
            String key = row.key(1);
            if (pathById.put(id, key) != null) {
                throw row.malformed("clip " + id + " is there already, expected each clip once");
            }
            String other = idByPath.put(key, id);
            if (other != null) {
                throw row.malformed(key + " is clip " + other + " already, expected each path once");
            }
        });
        return pathById;
    }

    private MusicDataset assemble(
            DatasetConfig config,
            Path base,
            Map<String, String> index,
            TagVectors vectors,
            Optional<Annotations> annotations,
            LabelSpace labels)
            throws DatasetException {
        Findings findings = new Findings();
        ListedAudio audio = new ListedAudio(base, config.missingAudio(), findings);
        List<Clip> clips = new ArrayList<>();
        index.forEach((id, key) -> {
            Path file = base.resolve(key);
            if (audio.keep(key, file)) {
                Split split = vectors.split(id);
                if (split == Split.UNASSIGNED) {
                    findings.add(Findings.WITHOUT_SPLIT, key);
                }
                // The published path tells artist and song also where the index names converted files.
                String named = annotations.flatMap(table -> table.path(id)).orElse(key);
                String song = ClipKey.song(named);
                clips.add(new Clip(key, file, split, vectors.tags(id), song, artist(song)));
            }
        });
        audio.check(clips.size(), () -> INDEX);
        findings.addSplitSongs(clips);
        return new MusicDataset(name(), SPLIT, clips, labels, findings.list());
    }

    /** Published names are {@code artist-album-number-title-start-end.mp3}, with underscores inside each part. */
    private static Optional<String> artist(String song) {
        String name = song.substring(song.lastIndexOf('/') + 1);
        int dash = name.indexOf('-');
        return dash <= 0 ? Optional.empty() : Optional.of(name.substring(0, dash));
    }
}
