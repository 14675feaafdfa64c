package io.clmr.data.dataset;

import io.clmr.data.archive.PackedAudio;
import java.nio.file.Path;
import java.util.Optional;

/** Knows one layout of a dataset on disk; plugged in through {@link DatasetFormats}. */
public interface DatasetFormat {
    /** Returns the name used in the configuration, lower_snake_case. */
    String name();

    /** Reads lists, labels and splits, and checks them; opens no audio. */
    MusicDataset load(DatasetConfig config) throws DatasetException;

    /**
     * Returns the archive the audio comes in, where it lies beside the lists.
     *
     * @return empty if there is none, the usual case
     */
    default Optional<PackedAudio> packed(DatasetConfig config) throws DatasetException {
        return Optional.empty();
    }

    /** Returns a place for what is made of a dataset: in its folder, unless its root is a file. */
    default Path beside(Path root, String name) {
        return root.resolve(name);
    }
}
