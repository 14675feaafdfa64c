package io.clmr.data.dataset;

import io.clmr.data.list.ListException;
import io.clmr.data.list.TextLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The text files of a dataset, whose faults are the dataset's. */
final class TextFile {
    private TextFile() {}

    /** Returns all lines without the white space around them; line n is element n - 1. */
    static List<String> lines(Path file) throws DatasetException {
        if (!Files.exists(file)) {
            throw new DatasetException(file, "is not there, but the dataset needs it");
        }
        try {
            return TextLines.read(file);
        } catch (ListException e) {
            throw new DatasetException(e);
        }
    }

    /** Refuses what nobody can mean to be a list, before memory is taken. */
    static void checkSize(Path file) throws IOException {
        try {
            TextLines.checkSize(file);
        } catch (ListException e) {
            throw new DatasetException(e);
        }
    }
}
