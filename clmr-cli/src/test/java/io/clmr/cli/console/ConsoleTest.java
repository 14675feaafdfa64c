package io.clmr.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ConsoleTest {

    @TempDir
    private Path folder = Path.of("");

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

    @Test
    void whatATerminalWouldObeyIsEscaped() {
        Console console = console(false);
        console.out().println("{\"name\" : \"a\u001b[31m\u202eb\u0085\"}\n\tgröße 音");
        console.err().println("a\rb\u007f");
        assertEquals("{\"name\" : \"a\\u001b[31m\\u202eb\\u0085\"}\n\tgröße 音\n", out.toString(StandardCharsets.UTF_8));
        assertEquals("a\\u000db\\u007f\n", said());
    }

    @Test
    void oneLineStaysOneLine() {
        console(false).warn("song\nclmr: all is well");
        assertEquals("clmr: warning: song\\u000aclmr: all is well\n", said());
    }

    @Test
    void colourOfHelpPasses() {
        console(true).styled().println("\u001b[1mUsage\u001b[21m");
        assertEquals("\u001b[1mUsage\u001b[21m\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void noteOfABarIsEscaped() {
        try (Progress progress = console(true).progress("sweep\u001b[2J", "cells")) {
            progress.update(3, 4, "a\nb\u001b[2J");
        }
        assertFalse(said().contains("\u001b[2J"), said());
    }

    @Test
    void messagesOfTheLogAreOneLine() throws Exception {
        Path log = folder.resolve("log");
        LogConfigurator.alsoTo(log, () -> {
            LoggerFactory.getLogger("x").warn("left out: {}", "a\nERROR forged \u001b[31m \\");
            return 0;
        });
        String text = Files.readString(log);
        assertTrue(text.endsWith("left out: a\\u000aERROR forged \\u001b[31m \\\n"), text);
        assertEquals(1, text.lines().count(), text);
    }
}
