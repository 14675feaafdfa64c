package io.clmr.cli;

import io.clmr.cli.console.Console;
import java.util.Map;

/**
 * What a command gets from the process it runs in.
 *
 * @param console where to write
 * @param interruption whether the user wants to stop
 * @param environment variables of the process
 */
record Session(Console console, Interruption interruption, Map<String, String> environment) {
    Session {
        environment = Map.copyOf(environment);
    }
}
