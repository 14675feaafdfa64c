package io.clmr.lab.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvenanceTest {

    @Test
    void theCommandKeepsNoFolderOfTheMachine() {
        Provenance provenance = new Provenance(
                "60f4cbc", List.of("clmr", "sweep", "/home/me/plan.yaml", "--set", "dataset.root=/music/small"));
        assertEquals("clmr sweep plan.yaml --set dataset.root=small", provenance.shortCommand());
    }

    @ParameterizedTest
    @CsvSource({"/data/ood, ood", "data/ood, data/ood", "/ood, /ood", "0.5, 0.5", "1/2, 1/2"})
    void onlyAbsolutePathsAreCut(String value, String shown) {
        assertEquals(shown, Provenance.withoutFolders(value));
    }
}
