package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramNameTest {

    private static final Set<String> COMMANDS = Set.of("prepare", "linear-eval", "check");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            run 'clmr prepare' first        | run 'scripts/clmr prepare' first
            next: clmr linear-eval --x      | next: scripts/clmr linear-eval --x
            clmr: clmr can run here         | clmr: clmr can run here
            /music/clmr prepare.mp3: broken | /music/clmr prepare.mp3: broken
            clmr check-up                   | clmr check-up
            """)
    void hintsCallTheProgramByItsName(String said, String shown) {
        assertEquals(shown, new ProgramName("scripts/clmr", COMMANDS).in(said));
        assertEquals(said, new ProgramName("clmr", COMMANDS).in(said));
    }

    @Test
    void wordsOfAHintAreQuotedForAShell() {
        assertEquals("runs/größe", ShellWord.of(Path.of("runs/größe")));
        assertEquals("'my music/it'\\''s'", ShellWord.of(Path.of("my music/it's")));
    }
}
