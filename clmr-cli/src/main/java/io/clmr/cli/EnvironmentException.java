package io.clmr.cli;

import java.io.IOException;

/** Says what this machine lacks and what to do: disk, permission, memory; exit code 4. */
final class EnvironmentException extends IOException {

    private static final long serialVersionUID = 1L;

    EnvironmentException(String message) {
        super(message);
    }

    EnvironmentException(String message, Throwable cause) {
        super(message, cause);
    }
}
