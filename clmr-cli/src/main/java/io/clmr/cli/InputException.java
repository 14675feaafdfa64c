package io.clmr.cli;

import java.io.IOException;

/** Says which input file is not usable, what was found and what is expected; exit code 3. */
final class InputException extends IOException {

    private static final long serialVersionUID = 1L;

    InputException(String message) {
        super(message);
    }

    InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
