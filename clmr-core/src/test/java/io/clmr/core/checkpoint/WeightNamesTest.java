package io.clmr.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.core.model.HostTensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightNamesTest {

    private static final Path FILE = Path.of("x.safetensors");
    private static final String WEIGHT = "encoder.sequential.0.0.weight";

    private static Map<String, HostTensor> tensors(String... names) {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        for (String name : names) {
            tensors.put(name, HostTensor.of(new float[] {tensors.size()}, 1));
        }
        return tensors;
    }

    private static Map<String, String> taken(String prefix, String... names) throws CheckpointException {
        return WeightNames.taken(FILE, tensors(names), prefix);
    }

    private static String refusal(String prefix, String... names) {
        return assertThrows(CheckpointException.class, () -> taken(prefix, names))
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource({
        "encoder.sequential.0.0.weight",
        "sequential.0.0.weight",
        "module.encoder.sequential.0.0.weight",
        "module.sequential.0.0.weight",
        "_orig_mod.encoder.sequential.0.0.weight",
        "_orig_mod.sequential.0.0.weight",
        "module._orig_mod.encoder.sequential.0.0.weight",
        "_orig_mod.module.encoder.sequential.0.0.weight",
        "module.module._orig_mod._orig_mod.sequential.0.0.weight",
        "encoder._orig_mod.sequential.0.0.weight",
        "encoder.module.sequential.0.0.weight",
        "encoder.sequential._orig_mod.0.0.weight",
        "encoder.sequential.0._orig_mod.0.weight",
        "model.encoder.sequential.0.0.weight",
        "model.sequential.0.0.weight",
        "model._orig_mod.encoder.sequential.0.0.weight",
        "_orig_mod.model.encoder.module.sequential.0.0.weight",
        "module.model.encoder.conv1.0.weight",
        "encoder._orig_mod.conv1.0.weight"
    })
    void whatWrappingPutBeforeANameIsTakenOff(String name) throws CheckpointException {
        assertEquals(Map.of(WEIGHT, name), taken("", name));
    }

    @Test
    void theProjectionHeadIsFoundUnderTheSameWrappers() throws CheckpointException {
        assertEquals(
                List.of(WEIGHT, "projector.0.weight"),
                List.copyOf(
                        taken("", "_orig_mod.encoder.sequential.0.0.weight", "_orig_mod.projector._orig_mod.0.weight")
                                .keySet()));
    }

    @Test
    void partsThatOnlyResembleWrappersStay() {
        assertTrue(refusal("", "mymodule.encoder.sequential.0.0.weight").contains("holds no encoder"));
        assertTrue(refusal("", "x_orig_mod.encoder.sequential.0.0.weight").contains("holds no encoder"));
    }

    @Test
    void anUnknownPrefixIsTakenOffIfItIsTold() throws CheckpointException {
        assertEquals(Map.of(WEIGHT, "net.module." + WEIGHT), taken("net.", "net.module." + WEIGHT, "other." + WEIGHT));
        assertEquals(Map.of(WEIGHT, "ema." + WEIGHT), taken("ema.", WEIGHT, "ema." + WEIGHT));
        assertEquals(
                FILE + ": holds no encoder; its tensors are [net." + WEIGHT + "], expected names like " + WEIGHT
                        + "; clmr import --prefix net. takes that off",
                refusal("", "net." + WEIGHT));
        assertEquals(
                FILE + ": holds no encoder under nett.; its tensors are [net." + WEIGHT + "], expected names like "
                        + WEIGHT,
                refusal("nett.", "net." + WEIGHT));
    }

    @Test
    void theTrainersCopyIsTakenBeforeTheEncoderByItself() throws CheckpointException {
        assertEquals(Map.of(WEIGHT, "model." + WEIGHT), taken("", WEIGHT, "model." + WEIGHT));
    }

    @Test
    void twoTensorsOfOneNameAreRefusedUnlessTheyAreTheSame() throws CheckpointException {
        assertEquals(
                FILE + ": holds " + WEIGHT + " twice, as " + WEIGHT + " and otherwise as module." + WEIGHT
                        + "; choose with clmr import --prefix",
                refusal("", WEIGHT, "module." + WEIGHT));
        HostTensor one = HostTensor.of(new float[] {1}, 1);
        Map<String, HostTensor> same = new LinkedHashMap<>();
        same.put(WEIGHT, one);
        same.put("_orig_mod." + WEIGHT, HostTensor.of(new float[] {1}, 1));
        assertEquals(Map.of(WEIGHT, WEIGHT), WeightNames.taken(FILE, same, ""));
    }

    @Test
    void strangersNamesAreCutAndEscapedInMessages() {
        String message = refusal("", "\u001b[2J" + "x".repeat(50_000), "b", "c", "d", "e");
        assertTrue(message.contains("[\\u001b[2Jxxxx"), message);
        assertTrue(message.contains("…, b, c, d] and more"), message);
        assertTrue(message.length() < 300, message);
    }
}
