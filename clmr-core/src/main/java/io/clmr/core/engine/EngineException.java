package io.clmr.core.engine;

/** Says that the native engine or the wanted device cannot be used here, and what to do about it. */
public class EngineException extends RuntimeException {

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
