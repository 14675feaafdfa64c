package io.clmr.cli.config;

/** Says which line of the configuration, or which override, is wrong, what it says and what may stand there. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }

    ConfigException(Position position, String foundAndAdvice) {
        super(position + ": " + foundAndAdvice);
    }

    ConfigException(Position position, String foundAndAdvice, Throwable cause) {
        super(position + ": " + foundAndAdvice, cause);
    }
}
