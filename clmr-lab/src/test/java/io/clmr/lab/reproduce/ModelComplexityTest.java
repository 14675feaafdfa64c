package io.clmr.lab.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.core.model.EncoderRegistry;
import io.clmr.core.model.SampleCnn;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelComplexityTest {

    @Test
    void countsSampleCnnAsPublished() {
        ModelComplexity counted = ModelComplexity.ofAll(List.of(1.0)).stream()
                .filter(network -> network.encoder().equals(SampleCnn.NAME))
                .findFirst()
                .orElseThrow();
        assertEquals(2_368_512, counted.parameters());
        assertEquals(1.729, counted.multiplyAdds() / 1e9, 0.0005); // the sum over the eleven layers
        assertEquals(59_049, counted.samples());
    }

    @Test
    void countsCpcWithoutItsPredictor() {
        ModelComplexity counted = ModelComplexity.of("cpc", 1.0).orElseThrow();
        // published with the map from 256 values of context to 20 steps of 512 channels: 8,988,672
        assertEquals(8_988_672 - 256 * 20 * 512, counted.parameters());
    }

    @Test
    void everyEncoderIsCounted() {
        List<String> counted = ModelComplexity.ofAll(List.of(1.0, 0.25)).stream()
                .map(ModelComplexity::encoder)
                .toList();
        assertTrue(counted.containsAll(EncoderRegistry.load().names()), counted.toString());
    }
}
