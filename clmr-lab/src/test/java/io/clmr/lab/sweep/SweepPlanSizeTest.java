package io.clmr.lab.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SweepPlanSizeTest {

    private static SweepPlan plan(int keys) {
        List<String> values = IntStream.range(0, 10).mapToObj(String::valueOf).toList();
        Map<String, List<String>> grid = new LinkedHashMap<>();
        for (int key = 0; key < keys; key++) {
            grid.put("key" + key, values);
        }
        return new SweepPlan("s", List.of(Cell.PRETRAIN), Map.of(), grid, List.of(42L), Optional.empty(), true);
    }

    @Test
    void aPlanOfThousandsIsOne() {
        assertEquals(10_000, plan(4).cells().size());
    }

    @Test
    void aPlanOfMoreCellsThanAreEverTrainedIsRefusedBeforeTheyAreMade() {
        for (int keys : new int[] {5, 30}) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> plan(keys));
            assertEquals(
                    "the sweep has 1" + "0".repeat(keys)
                            + " cells (encoders, list, grid and seeds multiplied), expected at"
                            + " most 20000; make it several sweeps",
                    refused.getMessage());
        }
    }
}
