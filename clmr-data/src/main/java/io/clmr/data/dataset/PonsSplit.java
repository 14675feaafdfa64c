package io.clmr.data.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * MagnaTagATune as Pons et al. divided it in 2017: {@code index_mtt.tsv} (clip id, path) and
 * {@code train|val|test_gt_mtt.tsv} (clip id, list of zeros and ones); where present also {@code tags.txt},
 * {@code output_labels_mtt.txt} and {@code annotations_final.csv}.
 *
 * <p>Three mp3 files of the published set are empty. The index has them, no split does.
 */
final class PonsSplit {
    static final String NAME = "pons2017";
    static final String INDEX = "index_mtt.tsv";
    static final String FILES = "train_gt_mtt.tsv, val_gt_mtt.tsv, test_gt_mtt.tsv";

    private static final String ANNOTATIONS = "annotations_final.csv";
    private static final PublishedFigures PUBLISHED =
            PublishedFigures.of(18_706, 1_825, 5_329, 50).withWhole(25_863, 5_405);

    private final Path base;
    private final DatasetConfig config;

    PonsSplit(Path base, DatasetConfig config) {
        this.base = base;
        this.config = config;
    }

    MusicDataset load(String name) throws DatasetException {
        Map<String, String> index = readIndex(base.resolve(INDEX));
        TagVectors vectors = new TagVectors(index.keySet(), INDEX);
        vectors.read(base.resolve("train_gt_mtt.tsv"), Split.TRAIN);
        vectors.read(base.resolve("val_gt_mtt.tsv"), Split.VALID);
        vectors.read(base.resolve("test_gt_mtt.tsv"), Split.TEST);
        Optional<Annotations> annotations = Files.exists(base.resolve(ANNOTATIONS))
                ? Optional.of(Annotations.read(base.resolve(ANNOTATIONS)))
                : Optional.empty();
        LabelSpace labels = new LabelSpace(TagNames.find(base, vectors, annotations), LabelSpace.Kind.MULTI);
        ListedClips clips = new ListedClips(base, config.missingAudio(), INDEX);
        for (Map.Entry<String, String> row : index.entrySet()) {
            String id = row.getKey();
            String key = row.getValue();
            // The published path tells artist and song also where the index names converted files.
            String song =
                    ClipKey.song(annotations.flatMap(table -> table.path(id)).orElse(key));
            clips.add(new Clip(
                    key,
                    base.resolve(key),
                    vectors.split(id),
                    vectors.tags(id),
                    song,
                    MagnaTagATuneFormat.artist(song),
                    MagnaTagATuneFormat.album(song)));
        }
        clips.compare(PUBLISHED, labels);
        return clips.dataset(name, NAME, labels);
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
}
