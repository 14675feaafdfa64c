package io.clmr.data.archive;

import java.io.IOException;
import java.nio.file.Path;

/** Tells what is wrong with an archive, and what to do. */
public final class ArchiveException extends IOException {
    private static final long serialVersionUID = 1;

    ArchiveException(Path archive, String foundAndAdvice) {
        super(archive + ": " + foundAndAdvice);
    }

    ArchiveException(Path archive, String foundAndAdvice, Throwable cause) {
        super(archive + ": " + foundAndAdvice, cause);
    }
}
