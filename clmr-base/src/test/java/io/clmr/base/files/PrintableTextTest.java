package io.clmr.base.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintableTextTest {

    @Test
    void whatIsPrintedStaysAsItIs() {
        String text = "Sigur Rós – Ágætis byrjun (日本語), 👩‍🎤 می‌خواهم C:\\new";
        assertEquals(text, PrintableText.of(text));
        assertEquals("", PrintableText.of(""));
    }

    @Test
    void controlCharactersAreEscaped() {
        assertEquals("a\\u001b[31mb\\u000a\\u0009\\u007f\\u0085", PrintableText.of("a\u001b[31mb\n\t\u007f\u0085"));
        assertEquals("\\u0000", PrintableText.of("\0"));
    }

    @Test
    void charactersThatTurnOrHideTextAreEscaped() {
        assertEquals(
                "song\\u202e3pm.exe\\u2066\\u200b\\ufeff\\u2028",
                PrintableText.of("song\u202e3pm.exe\u2066\u200b\ufeff\u2028"));
        assertEquals("\\udb40\\udc41", PrintableText.of("\udb40\udc41")); // TAG LATIN CAPITAL LETTER A
    }

    @Test
    void halvesOfPairsAreEscaped() {
        assertEquals("\\ud83d!", PrintableText.of("\ud83d!"));
        assertEquals("\\udfa4\\ud83d", PrintableText.of("\udfa4\ud83d"));
    }

    @Test
    void longTextIsCutButNotInTheMiddleOfACharacter() {
        assertEquals("abc", PrintableText.of("abc", 3));
        assertEquals("abc…", PrintableText.of("abcd", 3));
        assertEquals("ab…", PrintableText.of("ab\ud83c\udfa4", 3));
        assertEquals("x".repeat(80) + "…", PrintableText.name("x".repeat(1_000_000)));
    }
}
