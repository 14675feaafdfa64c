package io.clmr.core.checkpoint;

import java.io.IOException;

/** Says which file does not hold what was expected, what it holds, and what to do. */
public class CheckpointException extends IOException {

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
