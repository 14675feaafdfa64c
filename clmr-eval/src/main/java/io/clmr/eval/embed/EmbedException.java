package io.clmr.eval.embed;

import java.io.IOException;

/** Says which output or input of an embedding cannot be used, and what to do. */
public final class EmbedException extends IOException {
    public EmbedException(String message) {
        super(message);
    }

    public EmbedException(String message, Throwable cause) {
        super(message, cause);
    }
}
