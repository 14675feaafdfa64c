package io.clmr.data.archive;

import io.clmr.base.files.PrintableText;
import java.io.IOException;
import java.nio.file.Path;

/** Tells what is wrong with an archive, and what to do. */
public final class ArchiveException extends IOException {
    private static final long serialVersionUID = 1;

    ArchiveException(Path archive, String foundAndAdvice) {
        super(PrintableText.of(archive) + ": " + foundAndAdvice);
    }

    ArchiveException(Path archive, String foundAndAdvice, Throwable cause) {
        super(PrintableText.of(archive) + ": " + foundAndAdvice, cause);
    }
}
