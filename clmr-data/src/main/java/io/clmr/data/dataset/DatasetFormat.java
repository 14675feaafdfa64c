package io.clmr.data.dataset;

/** Knows one layout of a dataset on disk; plugged in through {@link DatasetFormats}. */
public interface DatasetFormat {
    /** Returns the name used in the configuration, lower_snake_case. */
    String name();

    /** Reads lists, labels and splits, and checks them; opens no audio. */
    MusicDataset load(DatasetConfig config) throws DatasetException;
}
