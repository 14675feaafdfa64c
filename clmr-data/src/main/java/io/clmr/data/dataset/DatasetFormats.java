package io.clmr.data.dataset;

import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The table of dataset formats: ours, and those that {@link ServiceLoader} finds on the class path. */
public final class DatasetFormats {
    private final TreeMap<String, DatasetFormat> formats = new TreeMap<>();

    private DatasetFormats() {}

    /** Builds the table; two formats of one name are an {@link IllegalStateException}. */
    public static DatasetFormats load() {
        DatasetFormats table = new DatasetFormats();
        table.add(new FolderFormat());
        table.add(new ListFormat());
        table.add(new MagnaTagATuneFormat());
        table.add(new MillionSongFormat());
        table.add(new GtzanFormat());
        table.add(new LibriSpeechFormat());
        table.add(new JamendoFormat());
        table.add(new FmaFormat());
        ServiceLoader.load(DatasetFormat.class).forEach(table::add);
        return table;
    }

    private void add(DatasetFormat format) {
        DatasetFormat other = formats.putIfAbsent(format.name(), format);
        if (other != null) {
            throw new IllegalStateException("dataset format " + format.name() + " is there twice: "
                    + other.getClass().getName() + " and " + format.getClass().getName());
        }
    }

    /** Returns all names, sorted. */
    public List<String> names() {
        return List.copyOf(formats.keySet());
    }

    /** Returns the format of that name; an unknown one is an {@link IllegalArgumentException} that lists the names. */
    public DatasetFormat byName(String name) {
        DatasetFormat format = formats.get(name);
        if (format == null) {
            throw new IllegalArgumentException(
                    "dataset.format is \"" + name + "\", expected one of " + String.join(", ", names()));
        }
        return format;
    }
}
