package io.clmr.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 s",
        "9.94, 9.9 s",
        "59.4, 59 s",
        "59.6, 1 min 00 s",
        "185, 3 min 05 s",
        "3600, 1 h 00 min",
        "7620, 2 h 07 min",
        "NaN, unknown time",
        "-1, unknown time"
    })
    void writesSpansAsPeopleReadThem(double seconds, String text) {
        assertEquals(text, Durations.text(seconds));
    }
}
