package io.clmr.data.dataset;

import io.clmr.base.files.PrintableText;
import java.io.IOException;
import java.nio.file.Path;

/** Tells what is wrong with a dataset: names the file, the line where there is one, and what to do. */
public final class DatasetException extends IOException {
    public DatasetException(Path file, String foundAndAdvice) {
        super(PrintableText.of(file) + ": " + foundAndAdvice);
    }

    public DatasetException(Path file, String foundAndAdvice, Throwable cause) {
        super(PrintableText.of(file) + ": " + foundAndAdvice, cause);
    }

    public DatasetException(Path file, long line, String foundAndAdvice) {
        super(PrintableText.of(file) + ":" + line + ": " + foundAndAdvice);
    }

    public DatasetException(Path file, long line, String foundAndAdvice, Throwable cause) {
        super(PrintableText.of(file) + ":" + line + ": " + foundAndAdvice, cause);
    }

    /** Passes on what a reader of files says, whose messages begin with the file's name. */
    DatasetException(IOException naming) {
        super(naming.getMessage(), naming);
    }
}
