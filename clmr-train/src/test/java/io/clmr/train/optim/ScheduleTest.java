package io.clmr.train.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.train.optim.ScheduleConfig.CosinePeriod;
import io.clmr.train.optim.ScheduleConfig.Kind;
import io.clmr.train.optim.ScheduleConfig.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Golden rates were made by torch 1.13's CosineAnnealingLR and ReduceLROnPlateau, the warm-ups by their formula. */
class ScheduleTest {

    private static final double TOLERANCE = 1e-12;

    @Test
    void cosinePerEpochIsPyTorchs() throws IOException {
        JsonNode golden = golden("cosine_200");
        Schedule schedule = cosine(Unit.EPOCH, 0, CosinePeriod.REST).create(lr(golden), 200 * 7, 200);

        for (int epoch = 0; epoch < 200; epoch++) {
            assertRate(golden, epoch, schedule.learningRate(epoch * 7L + 3, epoch));
        }
    }

    @Test
    void cosinePerStepIsTheSameCurveOverSteps() throws IOException {
        JsonNode golden = golden("cosine_200");
        Schedule schedule = cosine(Unit.STEP, 0, CosinePeriod.REST).create(lr(golden), 200, 1);

        for (int step = 0; step < 200; step++) {
            assertRate(golden, step, schedule.learningRate(step, 0));
        }
    }

    @Test
    void warmUpOfTheFirstPublishedVersionHasAPeriodOfAllEpochs() throws IOException {
        JsonNode golden = golden("warmup_30_cosine_first_version");
        Schedule schedule = cosine(Unit.EPOCH, 30, CosinePeriod.ALL).create(lr(golden), 1000, 100);

        for (int epoch = 0; epoch < 100; epoch++) {
            assertRate(golden, epoch, schedule.learningRate(0, epoch));
        }
    }

    @Test
    void warmUpLeavesTheRestToTheCosine() throws IOException {
        JsonNode golden = golden("warmup_10_cosine_rest");
        Schedule schedule = cosine(Unit.EPOCH, 10, CosinePeriod.REST).create(lr(golden), 1000, 100);

        for (int epoch = 0; epoch < 100; epoch++) {
            assertRate(golden, epoch, schedule.learningRate(0, epoch));
        }
    }

    @Test
    void plateauIsPyTorchs() throws IOException {
        for (String name : new String[] {"plateau_0.1", "plateau_0.2"}) {
            JsonNode golden = golden(name);
            Schedule schedule = plateau(golden).create(lr(golden), 1000, 80);
            for (int epoch = 0; epoch < golden.get("lrs").size(); epoch++) {
                assertRate(golden, epoch, schedule.learningRate(0, epoch));
                schedule.epochEnded(golden.get("valid_losses").get(epoch).asDouble());
            }
        }
    }

    @Test
    void plateauGoesOnFromItsSavedState() throws IOException {
        JsonNode golden = golden("plateau_0.1");
        Schedule schedule = plateau(golden).create(lr(golden), 1000, 80);

        for (int epoch = 0; epoch < golden.get("lrs").size(); epoch++) {
            Map<String, Double> saved = schedule.state();
            schedule = plateau(golden).create(lr(golden), 1000, 80);
            schedule.restore(saved);
            assertRate(golden, epoch, schedule.learningRate(0, epoch));
            schedule.epochEnded(golden.get("valid_losses").get(epoch).asDouble());
        }
    }

    @Test
    void constantNeverChangesAfterItsWarmUp() {
        Schedule schedule =
                new ScheduleConfig(Kind.CONSTANT, Unit.STEP, 4, 0, CosinePeriod.REST, 0.1, 5).create(0.8, 100, 1);

        assertEquals(0.2, schedule.learningRate(0, 0), TOLERANCE);
        assertEquals(0.8, schedule.learningRate(3, 0), TOLERANCE);
        assertEquals(0.8, schedule.learningRate(99, 0), TOLERANCE);
        assertFalse(schedule.needsLoss());
    }

    @Test
    void cosineStaysAtZeroBeyondItsEnd() {
        Schedule schedule = cosine(Unit.STEP, 0, CosinePeriod.REST).create(0.8, 100, 1);

        assertEquals(0, schedule.learningRate(150, 0), TOLERANCE);
    }

    @Test
    void refusesAForeignState() {
        Schedule constant = ScheduleConfig.defaults().create(1, 10, 1);
        Map<String, Double> foreign = Map.of("rate", 0.1);

        String message = assertThrows(IllegalArgumentException.class, () -> constant.restore(foreign))
                .getMessage();

        assertEquals("schedule state has [rate], expected none", message);
    }

    @Test
    void refusesWarmUpInTheOtherUnit() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new ScheduleConfig(Kind.COSINE, Unit.EPOCH, 10, 0, CosinePeriod.REST, 0.1, 5))
                .getMessage();

        assertTrue(message.contains("use warmup_epochs"), message);
    }

    private static ScheduleConfig cosine(Unit unit, int warmup, CosinePeriod period) {
        int steps = unit == Unit.STEP ? warmup : 0;
        return new ScheduleConfig(Kind.COSINE, unit, steps, warmup - steps, period, 0.1, 5);
    }

    private static ScheduleConfig plateau(JsonNode golden) {
        return new ScheduleConfig(
                Kind.PLATEAU,
                Unit.STEP,
                0,
                0,
                CosinePeriod.REST,
                golden.get("factor").asDouble(),
                golden.get("patience").asInt());
    }

    private static double lr(JsonNode golden) {
        return golden.get("lr").asDouble();
    }

    private static void assertRate(JsonNode golden, int index, double rate) {
        assertEquals(golden.get("lrs").get(index).asDouble(), rate, TOLERANCE, "rate " + index);
    }

    private static JsonNode golden(String name) throws IOException {
        try (InputStream in = ScheduleTest.class.getResourceAsStream("/parity/schedules.json")) {
            return new ObjectMapper().readTree(in).get(name);
        }
    }
}
