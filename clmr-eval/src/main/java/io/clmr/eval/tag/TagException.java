package io.clmr.eval.tag;

import java.io.IOException;

/** Says why a head cannot be used, and what to do. */
public final class TagException extends IOException {
    public TagException(String message) {
        super(message);
    }
}
