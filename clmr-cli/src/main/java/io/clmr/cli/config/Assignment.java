package io.clmr.cli.config;

/**
 * A value given on the command line, which counts more than the file's.
 *
 * @param option what the user wrote, for messages
 * @param key the full key, such as {@code train.batch_size}
 * @param value in YAML; see {@link #of} for what a person typed
 */
public record Assignment(String option, String key, String value) {

    /**
     * Reads the argument of {@code --set}.
     *
     * @throws ConfigException if it is not {@code key=value}
     */
    public static Assignment parse(String assignment) {
        int equals = assignment.indexOf('=');
        String option = "--set " + assignment;
        if (equals < 1) {
            throw new ConfigException(option + ": expected KEY=VALUE, such as --set train.batch_size=48");
        }
        return of(option, assignment.substring(0, equals).strip(), assignment.substring(equals + 1));
    }

    /**
     * Takes what was typed for a key. A path or a name is taken as it is, to the last character; numbers, lists and
     * groups are read as YAML.
     */
    public static Assignment of(String option, String key, String typed) {
        return new Assignment(option, key, TextKeys.yaml(key, typed));
    }
}
