package io.clmr.eval.export;

import java.io.IOException;

/** Says why a network cannot be handed on in a format, and what can be done. */
public final class ExportException extends IOException {
    public ExportException(String message) {
        super(message);
    }

    public ExportException(String message, Throwable cause) {
        super(message, cause);
    }
}
