package io.clmr.cli.audio;

import io.clmr.base.files.PrintableText;
import java.io.IOException;
import java.nio.file.Path;

/** Says why a file of samples cannot be used, what was found and what is expected. */
public final class SampleFileException extends IOException {

    private static final long serialVersionUID = 1L;

    SampleFileException(Path file, String foundAndExpected) {
        super(PrintableText.of(file) + ": " + foundAndExpected);
    }
}
