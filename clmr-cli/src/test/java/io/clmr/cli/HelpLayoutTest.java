package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Help of every command at several widths. */
class HelpLayoutTest {

    private static Map<String, String> helps(int columns) {
        Map<String, String> helps = new LinkedHashMap<>();
        Session session = session(columns, new ByteArrayOutputStream());
        List<String> commands =
                new ArrayList<>(CommandTree.build(session).getSubcommands().keySet());
        commands.add("");
        for (String command : commands) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            String[] args = command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"};
            assertEquals(ExitCode.DONE, Main.run(session(columns, out), args));
            helps.put(command, out.toString(StandardCharsets.UTF_8));
        }
        return helps;
    }

    private static Session session(int columns, ByteArrayOutputStream out) {
        return new Session(
                new Console(out, new ByteArrayOutputStream(), false, false),
                new Interruption(),
                Map.of("COLUMNS", Integer.toString(columns)));
    }

    private static Set<String> words(String text) {
        return new TreeSet<>(List.of(text.split("\\s+")));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 55, 60, 80, 120, 200})
    void noLineIsWiderThanTheTerminalAndNoWordIsCut(int columns) {
        Map<String, String> widest = helps(1000);
        helps(columns).forEach((command, help) -> {
            help.lines()
                    .filter(line -> line.strip().indexOf(' ') > 0 && !line.endsWith("\\")) // a word is never cut
                    .forEach(line -> assertTrue(line.length() <= columns, () -> command + ": " + line));
            Set<String> words = words(help);
            words.remove("\\");
            assertEquals(words(widest.getOrDefault(command, "")), words, command);
        });
    }

    @Test
    void aLongExampleIsBrokenSuchThatAShellTakesIt() {
        String help = helps(60).getOrDefault("tag", "");
        assertTrue(help.contains("  clmr linear-eval --checkpoint runs/mtat --out \\\n      runs/mtat/eval\n"), help);
    }

    @Test
    void examplesHaveTheNameTheProgramWasStartedUnder() {
        System.setProperty("clmr.command", "scripts/clmr");
        try {
            assertTrue(helps(110).getOrDefault("embed", "").startsWith("Examples:\n  scripts/clmr embed music/ "));
            assertTrue(helps(110).getOrDefault("", "").contains("'scripts/clmr COMMAND --help' shows"));
        } finally {
            System.clearProperty("clmr.command");
        }
    }

    @ParameterizedTest
    @CsvSource({"80, 80", "40, 40", "7, 20", "0, 110", "x, 110", "'', 110", "999999999, 1000"})
    void theWidthIsThatOfTheEnvironmentAsFarAsHelpCanHaveIt(String given, int columns) {
        assertEquals(columns, HelpLayout.columns(Map.of("COLUMNS", given)));
    }

    @Test
    void aPercentSignIsNoFormat() {
        assertTrue(helps(110).getOrDefault("sweep", "").contains(" 95 % intervals"));
    }

    @Test
    void withoutAKnownWidthThereIsAUsualOne() {
        assertEquals(110, HelpLayout.columns(Map.of()));
    }
}
