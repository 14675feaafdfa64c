package io.clmr.data.dataset;

import java.util.List;

/** The table of dataset formats: ours, and those that {@link java.util.ServiceLoader} finds on the class path. */
@SuppressWarnings("DoNotCallSuggester")
public final class DatasetFormats {
    private DatasetFormats() {}

    /** Builds the table. */
    public static DatasetFormats load() {
        throw new UnsupportedOperationException();
    }

    /** Returns all names, sorted. */
    public List<String> names() {
        throw new UnsupportedOperationException();
    }

    /** Returns the format of that name; an unknown one is an {@link IllegalArgumentException} that lists the names. */
    public DatasetFormat byName(String name) {
        throw new UnsupportedOperationException();
    }
}
