package io.clmr.cli;

import io.clmr.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * One run of the program in this process.
 *
 * @param code its exit code
 * @param out what it printed as the result
 * @param err everything else it said
 */
record Program(int code, String out, String err) {

    static Program run(Path logs, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Session session = new Session(
                new Console(out, err, false, false), new Interruption(), Map.of("CLMR_LOG_DIR", logs.toString()));
        int code = Main.run(session, args);
        return new Program(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Returns the last line of what was said. */
    String lastWords() {
        return err.lines().reduce("", (first, second) -> second);
    }
}
