package io.clmr.tarsos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import be.tarsos.dsp.AudioProcessor;
import java.util.List;
import org.junit.jupiter.api.Test;

class TarsosConfigTest {

    @Test
    void namesTheNearestClass() {
        assertEquals(
                "effect is be.tarsos.dsp.effects.FlangerEfect, which is no class; did you mean"
                        + " be.tarsos.dsp.effects.FlangerEffect?",
                refused("be.tarsos.dsp.effects.FlangerEfect"));
    }

    @Test
    void namesTheClassThatWasWrittenWithoutItsPackage() {
        assertEquals(
                "effect is BandPass, which is no class; did you mean be.tarsos.dsp.filters.BandPass?",
                refused("BandPass"));
    }

    @Test
    void refusesClassesThatAreNoProcessors() {
        assertEquals(
                "effect is java.io.File, expected a public class that implements be.tarsos.dsp.AudioProcessor, such as "
                        + KnownProcessors.nearest("java.io.File"),
                refused("java.io.File", "0"));
        assertTrue(refused("be.tarsos.dsp.filters.IIRFilter", "1", "2").contains("expected a public class"));
    }

    @Test
    void refusesProcessorsWithAHiddenGenerator() {
        assertEquals(
                "effect is be.tarsos.dsp.synthesis.NoiseGenerator, which draws from Math.random, so that no view could"
                        + " be made again; expected another class",
                refused("be.tarsos.dsp.synthesis.NoiseGenerator", "0.1"));
    }

    @Test
    void listsTheConstructorsThereAre() {
        assertEquals(
                "arguments are 2 that fit no constructor, expected those of BandPass(float, float, float)",
                refused("be.tarsos.dsp.filters.BandPass", "1000", "sample_rate_hz"));
        assertEquals(
                "arguments are 1 that fit no constructor, expected those of EnvelopeFollower(double) or"
                        + " EnvelopeFollower(double, double, double)",
                refused("be.tarsos.dsp.EnvelopeFollower", "true"));
    }

    @Test
    void refusesTextThatIsNoArgument() {
        assertEquals(
                "arguments contain 'loud', expected a number, a range such as [0.1, 0.5], true, false or sample_rate_hz",
                refused("be.tarsos.dsp.GainProcessor", "loud"));
        assertEquals(
                "range is [0.5, 0.1], expected two finite numbers, the smaller one first",
                refused("be.tarsos.dsp.GainProcessor", "[0.5, 0.1]"));
        assertEquals(
                "arguments contain Infinity, expected finite numbers", refused("be.tarsos.dsp.GainProcessor", "1e999"));
    }

    @Test
    void refusesAProbabilityBeyondOne() {
        Exception refused = assertThrows(
                IllegalArgumentException.class,
                () -> new TarsosConfig(1.5, "be.tarsos.dsp.GainProcessor", List.of("1")));
        assertEquals("p is 1.5, allowed are 0 to 1", refused.getMessage());
    }

    @Test
    void knowsOnlyProcessorsThatAreThere() throws ClassNotFoundException {
        for (String effect : KnownProcessors.EFFECTS) {
            assertTrue(AudioProcessor.class.isAssignableFrom(Class.forName(effect)), effect);
        }
        for (String effect : KnownProcessors.RANDOM) {
            assertTrue(AudioProcessor.class.isAssignableFrom(Class.forName(effect)), effect);
        }
    }

    private static String refused(String effect, String... arguments) {
        return assertThrows(IllegalArgumentException.class, () -> new TarsosConfig(0.5, effect, List.of(arguments)))
                .getMessage();
    }
}
