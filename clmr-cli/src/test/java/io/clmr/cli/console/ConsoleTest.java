package io.clmr.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Console console(boolean terminal) {
        return new Console(out, err, terminal, terminal);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void coloursOnATerminalAloneAndNotAgainstTheUsersWill() {
        assertTrue(console(true).colourful(Map.of("TERM", "xterm")));
        assertFalse(console(false).colourful(Map.of("TERM", "xterm")));
        assertFalse(console(true).colourful(Map.of("TERM", "dumb")));
        assertFalse(console(true).colourful(Map.of("NO_COLOR", "1")));
    }

    @Test
    void quietConsoleStillWarns() {
        Console console = console(false);
        console.setVerbosity(Console.Verbosity.QUIET);
        console.say("not this");
        try (Progress progress = console.progress("prepare", "files")) {
            progress.update(1, 2, "nor this");
        }
        console.warn("but this");
        assertEquals("clmr: warning: but this\n", said());
    }

    @Test
    void terminalShowsABarWithTheLastState() {
        try (Progress progress = console(true).progress("pretrain", "steps")) {
            progress.update(3, 4, "loss 3.1");
        }
        String bar = said();
        assertTrue(bar.contains("pretrain"), bar);
        assertTrue(bar.contains("3/4 steps"), bar);
        assertTrue(bar.contains("75%"), bar);
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void elsewhereProgressIsPlainLines() {
        try (Progress progress = console(false).progress("pretrain", "steps")) {
            progress.update(0, 4, "");
        }
        assertEquals("pretrain: 0 of 4 steps\n", said());
    }
}
