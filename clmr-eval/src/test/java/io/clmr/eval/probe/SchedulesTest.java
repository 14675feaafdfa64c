package io.clmr.eval.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.eval.Golden;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SchedulesTest {
    @Test
    void plateauUsesPyTorchsRateInEachEpoch() throws IOException {
        JsonNode golden = schedules().get("plateau_0.1");
        Plateau plateau = new Plateau(golden.get("lr").asDouble());
        for (int epoch = 0; epoch < golden.get("lrs").size(); epoch++) {
            assertEquals(golden.get("lrs").get(epoch).asDouble(), plateau.rate(), 1e-15, "epoch " + epoch);
            plateau.step(golden.get("valid_losses").get(epoch).asDouble());
        }
    }

    @Test
    void endsAfterTheReferencesEpoch() throws IOException {
        assertEquals(62, lastEpoch(schedules().get("early_stopping_10"), 10));
        assertEquals(80, lastEpoch(schedules().get("early_stopping_20"), 20)); // never
    }

    @Test
    void aLossThatIsNotFiniteEndsTraining() {
        assertTrue(new EarlyStopping(10).isLast(Double.NaN));
    }

    private static int lastEpoch(JsonNode golden, int patience) {
        EarlyStopping stopping = new EarlyStopping(patience);
        int epoch = 0;
        while (epoch < golden.get("valid_losses").size()
                && !stopping.isLast(golden.get("valid_losses").get(epoch).asDouble())) {
            epoch++;
        }
        return epoch;
    }

    private static JsonNode schedules() throws IOException {
        return new ObjectMapper().readTree(Golden.open("schedules.json"));
    }
}
