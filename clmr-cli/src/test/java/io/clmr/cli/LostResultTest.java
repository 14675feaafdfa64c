package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clmr.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A result that did not reach its reader is not done, whichever command printed it. */
class LostResultTest {

    /** An error stream with what was said, and the exit code. */
    private record Ended(int code, String said) {}

    private static Ended run(String reason, String args) {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Session session = new Session(new Console(broken, err, false, false), new Interruption(), Map.of());
        int code = Main.run(session, args.split(" "));
        return new Ended(code, err.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "--version", "embed --help", "config --print", "config --print --json", "completion"})
    void fullDisksEndWithCode4AndAReason(String args) {
        Ended ended = run("No space left on device", args);
        assertEquals(ExitCode.ENVIRONMENT, ended.code());
        assertEquals(
                "clmr: the result could not be written to the standard output: No space left on device; free some space"
                        + " and run the same command again",
                ended.said().strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "config --print", "completion"})
    void readersThatHaveGoneEndItWithCode4InSilence(String args) {
        Ended ended = run("Broken pipe", args);
        assertEquals(ExitCode.ENVIRONMENT, ended.code());
        assertEquals("", ended.said());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--nothing", "pretrain --out a --resume b"})
    void otherErrorsKeepTheirCode(String args) {
        assertEquals(ExitCode.USAGE, run("Broken pipe", args).code());
    }
}
