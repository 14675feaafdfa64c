package io.clmr.data.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Million Song Dataset with the 50 tags and the split that taggers use: in {@code processed_annotations} the files
 * {@code train|val|test_gt_msd.tsv} (track id, list of zeros and ones), {@code MSD_id_to_7D_id.pkl} (track id to number
 * of 7digital's preview) and {@code output_labels_msd.txt} (the tags as a Python list); in {@code preprocessed} the
 * previews, {@code 1/2/12345.clip.mp3}.
 *
 * <p>All of it in the root or in its folder {@code million_song_dataset}.
 */
final class MillionSongFormat implements DatasetFormat {
    private static final String ANNOTATIONS = "processed_annotations";
    private static final String NUMBERS = "MSD_id_to_7D_id.pkl";
    private static final String SPLIT = "published";
    private static final PublishedFigures PUBLISHED = PublishedFigures.of(201_680, 11_774, 28_435, 50);

    @Override
    public String name() {
        return "msd";
    }

    @Override
    public MusicDataset load(DatasetConfig config) throws DatasetException {
        SplitNames.check(config, List.of(SPLIT));
        Path base = base(config.root());
        Path lists = base.resolve(ANNOTATIONS);
        Map<String, String> numbers = PickledMap.read(lists.resolve(NUMBERS));
        TagVectors vectors = new TagVectors(numbers.keySet(), NUMBERS);
        vectors.read(lists.resolve("train_gt_msd.tsv"), Split.TRAIN);
        vectors.read(lists.resolve("val_gt_msd.tsv"), Split.VALID);
        vectors.read(lists.resolve("test_gt_msd.tsv"), Split.TEST);
        Path names = lists.resolve("output_labels_msd.txt");
        LabelSpace labels = new LabelSpace(
                TagNames.checked(names, TagNames.pythonList(names), vectors.length()), LabelSpace.Kind.MULTI);
        ListedClips clips = new ListedClips(base, config.missingAudio(), "the three *_gt_msd.tsv");
        Path audio = Files.isDirectory(base.resolve("preprocessed")) ? base.resolve("preprocessed") : base;
        for (String id : vectors.ids()) {
            String number = numbers.getOrDefault(id, "");
            if (!number.matches("\\d{2,12}")) {
                throw new DatasetException(
                        lists.resolve(NUMBERS),
                        "track " + id + " has the number " + PythonList.shown(number)
                                + ", expected two to twelve digits");
            }
            Path file = audio.resolve(number.substring(0, 1))
                    .resolve(number.substring(1, 2))
                    .resolve(number + ".clip.mp3");
            clips.add(new Clip(
                    ClipKey.of(base.relativize(file)),
                    file,
                    vectors.split(id),
                    vectors.tags(id),
                    id,
                    Optional.empty()));
        }
        clips.compare(PUBLISHED, labels);
        return clips.dataset(name(), SPLIT, labels);
    }

    private static Path base(Path root) throws DatasetException {
        for (Path base : List.of(root, root.resolve("million_song_dataset"))) {
            if (Files.isDirectory(base.resolve(ANNOTATIONS))) {
                return base;
            }
        }
        throw new DatasetException(
                root,
                "holds neither " + ANNOTATIONS + " nor million_song_dataset/" + ANNOTATIONS
                        + "; expected that folder with train_gt_msd.tsv, val_gt_msd.tsv, test_gt_msd.tsv, " + NUMBERS
                        + ", output_labels_msd.txt, and beside it preprocessed with the previews");
    }
}
