package io.clmr.train.run;

import io.clmr.base.files.PrintableText;
import java.io.IOException;
import java.nio.file.Path;

/** Tells why a folder cannot be used for a run, and what to do. */
public final class RunFolderException extends IOException {

    private static final long serialVersionUID = 1L;

    RunFolderException(Path folder, String foundAndAdvice) {
        super(PrintableText.of(folder) + ": " + foundAndAdvice);
    }

    RunFolderException(Path folder, String foundAndAdvice, Throwable cause) {
        super(PrintableText.of(folder) + ": " + foundAndAdvice, cause);
    }
}
