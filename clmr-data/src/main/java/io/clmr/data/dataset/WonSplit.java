package io.clmr.data.dataset;

import io.clmr.data.npy.NpyArray;
import io.clmr.data.npy.NpyFile;
import io.clmr.data.npy.NpyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * MagnaTagATune as Won et al. divided it in 2020, clips without one of the 50 tags left out: {@code train.npy},
 * {@code valid.npy}, {@code test.npy} (texts: row of the label matrix, tab, path), {@code binary.npy} (that matrix, zeros
 * and ones) and {@code tags.npy} (its columns' names).
 */
final class WonSplit {
    static final String NAME = "won2020";
    static final String LABELS = "binary.npy";
    static final String FILES = "tags.npy, train.npy, valid.npy, test.npy";

    private static final PublishedFigures PUBLISHED = PublishedFigures.of(15_244, 1_529, 4_332, 50);

    private final Path base;
    private final DatasetConfig config;
    private final Map<String, String> listedIn = new HashMap<>();

    WonSplit(Path base, DatasetConfig config) {
        this.base = base;
        this.config = config;
    }

    MusicDataset load(String name) throws DatasetException {
        NpyArray binary = read(base.resolve(LABELS), NpyFile::read);
        if (binary.shape().size() != 2) {
            throw new DatasetException(
                    base.resolve(LABELS),
                    "has shape " + binary.shape() + ", expected one row a clip, one column a tag");
        }
        Path names = base.resolve("tags.npy");
        LabelSpace labels = new LabelSpace(
                TagNames.checked(
                        names, read(names, NpyText::read), binary.shape().get(1)),
                LabelSpace.Kind.MULTI);
        ListedClips clips = new ListedClips(base, config.missingAudio(), "train.npy, valid.npy and test.npy");
        add(clips, binary, "train.npy", Split.TRAIN);
        add(clips, binary, "valid.npy", Split.VALID);
        add(clips, binary, "test.npy", Split.TEST);
        clips.compare(PUBLISHED, labels);
        return clips.dataset(name, NAME, labels);
    }

    private void add(ListedClips clips, NpyArray binary, String list, Split split) throws DatasetException {
        Path file = base.resolve(list);
        List<String> rows = read(file, NpyText::read);
        for (int i = 0; i < rows.size(); i++) {
            String[] cells = rows.get(i).split("\t", -1);
            if (cells.length != 2 || !cells[0].matches("\\d{1,9}")) {
                throw new DatasetException(
                        file,
                        "element " + i + " is " + PythonList.shown(rows.get(i))
                                + ", expected a row of binary.npy, tab, path");
            }
            int row = Integer.parseInt(cells[0]);
            if (row >= binary.shape().get(0)) {
                throw new DatasetException(
                        file,
                        "element " + i + " is of row " + row + ", but " + LABELS + " has "
                                + binary.shape().get(0) + " rows; the two files are of different releases");
            }
            String key = key(file, i, cells[1]);
            String other = listedIn.put(key, list);
            if (other != null) {
                throw new DatasetException(file, "element " + i + " is " + key + ", which is in " + other + " already");
            }
            String song = ClipKey.song(key);
            clips.add(new Clip(
                    key,
                    base.resolve(key),
                    split,
                    Optional.of(tags(binary, row)),
                    song,
                    MagnaTagATuneFormat.artist(song),
                    MagnaTagATuneFormat.album(song)));
        }
    }

    private static String key(Path file, int element, String text) throws DatasetException {
        try {
            Path path = Path.of(text);
            if (ClipKey.staysBelow(path) && !ClipKey.of(path).isEmpty()) {
                return ClipKey.of(path);
            }
        } catch (InvalidPathException e) {
            throw new DatasetException(file, "element " + element + " has no valid path: " + e.getMessage(), e);
        }
        throw new DatasetException(
                file, "element " + element + " has a path that leaves the dataset's folder: " + PythonList.shown(text));
    }

    private List<Integer> tags(NpyArray binary, int row) throws DatasetException {
        int columns = binary.shape().get(1);
        List<Integer> tags = new ArrayList<>();
        for (int tag = 0; tag < columns; tag++) {
            double value = binary.values()[row * columns + tag];
            if (value == 1) {
                tags.add(tag);
            } else if (value != 0) {
                throw new DatasetException(
                        base.resolve(LABELS), "row " + row + " has " + value + " for tag " + tag + ", expected 0 or 1");
            }
        }
        return List.copyOf(tags);
    }

    private interface Reader<T> {
        T read(Path file) throws IOException;
    }

    private static <T> T read(Path file, Reader<T> reader) throws DatasetException {
        try {
            if (Files.exists(file)) {
                TextFile.checkSize(file);
            }
            return reader.read(file);
        } catch (NoSuchFileException e) {
            throw new DatasetException(file, "is not there, but the dataset needs it", e);
        } catch (DatasetException e) {
            throw e;
        } catch (IOException e) {
            throw new DatasetException(e);
        }
    }
}
