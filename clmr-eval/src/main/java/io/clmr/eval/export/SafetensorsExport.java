package io.clmr.eval.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.base.files.WholeFile;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.checkpoint.RunLayout;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.SampleCnn;
import io.clmr.eval.probe.SavedHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A folder that can be handed on: weights by the names of the published network, and a model card that says what they
 * are.
 *
 * <p>{@code model.safetensors} is the state dict of the published {@code SampleCNN}: {@code sequential.*}, and with a
 * linear head {@code fc.weight} and {@code fc.bias}. Another encoder keeps the names it has in a run. A head also stands by itself in {@code head.safetensors}, so that
 * {@code clmr tag --probe} takes the folder.
 */
public final class SafetensorsExport {

    private static final String ENCODER = "encoder.";
    private static final ObjectMapper JSON = new ObjectMapper();

    private SafetensorsExport() {}

    /**
     * Writes the folder.
     *
     * @param card what {@code README.md} is to say
     */
    public static void write(Path folder, Checkpoint checkpoint, Optional<SavedHead> head, ModelCard card)
            throws IOException {
        Files.createDirectories(folder);
        boolean published = checkpoint.config().encoder().equals(SampleCnn.NAME);
        Map<String, HostTensor> weights = encoder(checkpoint, published ? ENCODER.length() : 0);
        if (head.isPresent()) {
            if (published) {
                addClassifier(weights, head.get());
            }
            head.get().write(folder);
        }
        Checkpoint.write(folder.resolve(RunLayout.MODEL), weights, checkpoint.config(), checkpoint.normalization());
        WholeFile.writeText(folder.resolve("README.md"), card.toMarkdown());
        if (head.isPresent()) {
            WholeFile.writeText(
                    folder.resolve("tags.json"),
                    JSON.writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(head.get().tags()) + "\n");
        }
    }

    /** @param cut characters to take off the front of every name */
    private static Map<String, HostTensor> encoder(Checkpoint checkpoint, int cut) {
        Map<String, HostTensor> named = new LinkedHashMap<>();
        checkpoint.weights().forEach((name, tensor) -> {
            if (name.startsWith(ENCODER)) {
                named.put(name.substring(cut), tensor);
            }
        });
        return named;
    }

    /** The published network ends in one linear layer; a head with a hidden layer has no place in it. */
    private static void addClassifier(Map<String, HostTensor> weights, SavedHead head) {
        if (head.weights().size() != 2) {
            return;
        }
        float[][] weight = Objects.requireNonNull(head.weights().get("0.weight"));
        float[] bias = Objects.requireNonNull(head.weights().get("0.bias"))[0];
        float[] flat = new float[bias.length * head.features()];
        for (int tag = 0; tag < bias.length; tag++) {
            System.arraycopy(weight[tag], 0, flat, tag * head.features(), head.features());
        }
        weights.put("fc.weight", HostTensor.of(flat, bias.length, head.features()));
        weights.put("fc.bias", HostTensor.of(bias, bias.length));
    }
}
