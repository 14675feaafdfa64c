package io.clmr.eval.embed;

import java.nio.file.Path;

/** The format of an output, by its ending. */
enum OutputFormat {
    NPY(".npy"),
    CSV(".csv"),
    PARQUET(".parquet");

    private final String ending;

    OutputFormat(String ending) {
        this.ending = ending;
    }

    static OutputFormat of(Path file) throws EmbedException {
        for (OutputFormat format : values()) {
            if (file.toString().endsWith(format.ending)) {
                if (format == PARQUET) {
                    ParquetTable.require(file);
                }
                return format;
            }
        }
        throw new EmbedException(file + ": the ending says the format, expected .npy, .csv or .parquet");
    }

    /** Returns the file's path without the ending. */
    String stem(Path file) {
        String path = file.toString();
        return path.substring(0, path.length() - ending.length());
    }
}
