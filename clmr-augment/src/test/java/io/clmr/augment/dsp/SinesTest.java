package io.clmr.augment.dsp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class SinesTest {

    @Property(tries = 100)
    void equalsTheSineOfEachAngle(@ForAll @DoubleRange(min = 0, max = 1) double halfTurns) {
        double[] sines = new double[100];
        double[] cosines = new double[100];

        new Sines().fill(halfTurns, sines, cosines, 100);

        for (int k = 0; k < 100; k++) {
            double angle = Math.PI * Math.IEEEremainder(k * halfTurns, 2);
            assertEquals(Math.sin(angle), sines[k], 1e-13); // k * halfTurns is up to 100, rounded at 1e-14
            assertEquals(Math.cos(angle), cosines[k], 1e-13);
        }
    }
}
