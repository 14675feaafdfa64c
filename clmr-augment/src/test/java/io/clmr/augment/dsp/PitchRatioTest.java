package io.clmr.augment.dsp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

class PitchRatioTest {

    @Test
    void tempoFactorHasTheSixDigitsThatPrintfGives() {
        for (int cents = -700; cents <= 700; cents++) {
            // the decimal expansion of the double, rounded half to even: what C's %g prints
            double printed = new BigDecimal(Math.pow(2, -cents / 1200.0))
                    .round(new MathContext(6, RoundingMode.HALF_EVEN))
                    .doubleValue();

            assertEquals(printed, PitchRatio.tempoFactor(cents), "cents " + cents);
        }
    }

    @Test
    void knownFactors() {
        assertEquals(0.923916, PitchRatio.tempoFactor(137));
        assertEquals(1.49831, PitchRatio.tempoFactor(-700));
        assertEquals(1.0, PitchRatio.tempoFactor(0));
    }
}
