package io.clmr.augment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TransformRegistryTest {
    private final TransformRegistry registry = TransformRegistry.load();

    @Test
    void knowsTheOperationsByName() {
        assertEquals(
                Map.of("cents", 137),
                registry.operation("pitch", Map.of("cents", 137.0)).parameters());
        assertEquals(
                "{delay_ms=300, volume=0.5}",
                registry.operation("delay", Map.of("delay_ms", 300.0))
                        .parameters()
                        .toString());
    }

    @Test
    void refusesUnknownNames() {
        String message = messageOf(() -> registry.operation("pich", Map.of()));

        assertTrue(message.startsWith("pich is not a known operation, expected one of polarity, "), message);
    }

    @Test
    void refusesUnknownMissingAndMisplacedParameters() {
        assertEquals(
                "pitch: semitones is not a parameter, expected one of [cents]",
                messageOf(() -> registry.operation("pitch", Map.of("semitones", 1.0))));
        assertEquals(
                "gain: gain_db is missing, allowed are -120 to 60",
                messageOf(() -> registry.operation("gain", Map.of())));
        assertEquals(
                "pitch: cents is 701, allowed are -700 to 700",
                messageOf(() -> registry.operation("pitch", Map.of("cents", 701.0))));
        assertEquals(
                "pitch: cents is 1.5, expected a whole number",
                messageOf(() -> registry.operation("pitch", Map.of("cents", 1.5))));
        assertEquals(
                "delay: volume is NaN, allowed are 0 to 1",
                messageOf(() -> registry.operation("delay", Map.of("delay_ms", 9.0, "volume", Double.NaN))));
    }

    private static String messageOf(Executable executable) {
        return assertThrows(IllegalArgumentException.class, executable).getMessage();
    }
}
