package io.clmr.eval.tag;

import io.clmr.base.files.PrintableText;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import io.clmr.data.dataset.TagNames;
import io.clmr.eval.probe.SavedHead;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Heads that others fitted, as the published code saves them: {@code 0.weight} [tags, features] and {@code 0.bias}, with
 * a hidden layer also {@code 2.weight} and {@code 2.bias}; possibly with {@code model.}, {@code module.} or {@code _orig_mod.} before.
 */
public final class PublishedHead {

    private static final Pattern FIRST = Pattern.compile("((?:(?:module|_orig_mod|model)\\.)*)0\\.weight");

    private PublishedHead() {}

    /**
     * Reads a head. Nothing in the file is run.
     *
     * @param file {@code .safetensors}, or a PyTorch file
     * @param tags the names of its outputs, in order; empty: 50 outputs are those of MagnaTagATune, as published
     * @param encoder that it was fitted on
     * @param checkpoint where that encoder is; may be empty
     * @param fingerprint of that encoder; empty if it is not known
     * @throws TagException if there is no head in the file, or the tags are not as many as its outputs
     */
    public static SavedHead read(
            Path file, Optional<List<String>> tags, ModelConfig encoder, String checkpoint, String fingerprint)
            throws IOException {
        Map<String, HostTensor> found = Checkpoint.readTensors(file);
        Map<String, float[][]> weights = new LinkedHashMap<>();
        Optional<String> prefix = found.keySet().stream()
                .map(FIRST::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .min(Comparator.comparingInt(String::length));
        if (prefix.isPresent()) {
            add(file, found, prefix.get(), "0", weights);
            if (found.containsKey(prefix.get() + "2.weight")) {
                add(file, found, prefix.get(), "2", weights);
            }
        }
        if (weights.isEmpty()) {
            throw new TagException(file + ": holds no head; its tensors are "
                    + found.keySet().stream().limit(4).map(PrintableText::name).toList()
                    + (found.size() > 4 ? " and more" : "")
                    + ", expected 0.weight [tags, features] and 0.bias");
        }
        boolean mlp = weights.containsKey("2.bias");
        float[][] bias = weights.getOrDefault("2.bias", weights.getOrDefault("0.bias", new float[1][0]));
        SavedHead.Description description = new SavedHead.Description(
                mlp ? "mlp" : "linear",
                "sigmoid",
                "probabilities",
                named(file, tags, bias[0].length),
                checkpoint,
                fingerprint,
                encoder.sampleRateHz(),
                encoder.samples());
        return SavedHead.of(weights, description);
    }

    private static void add(
            Path file, Map<String, HostTensor> found, String prefix, String layer, Map<String, float[][]> weights)
            throws TagException {
        HostTensor weight = found.get(prefix + layer + ".weight");
        HostTensor bias = found.get(prefix + layer + ".bias");
        if (weight == null
                || bias == null
                || weight.size() == 0
                || weight.shape().length != 2
                || weight.shape()[0] != bias.size()) {
            throw new TagException(file + ": " + prefix + layer + ".weight is " + weight + " and " + prefix + layer
                    + ".bias is " + bias + ", expected [outputs, inputs] and [outputs]");
        }
        float[] flat = weight.toFloats();
        int inputs = (int) weight.shape()[1];
        float[][] rows = new float[bias.size()][];
        for (int out = 0; out < rows.length; out++) {
            rows[out] = Arrays.copyOfRange(flat, out * inputs, (out + 1) * inputs);
        }
        weights.put(layer + ".weight", rows);
        weights.put(layer + ".bias", new float[][] {bias.toFloats()});
    }

    private static List<String> named(Path file, Optional<List<String>> tags, int outputs) throws TagException {
        List<String> published = TagNames.magnaTagATune();
        if (tags.isEmpty() && outputs == published.size()) {
            return published;
        }
        if (tags.isEmpty() || tags.get().size() != outputs) {
            throw new TagException(file + ": has " + outputs + " outputs, "
                    + tags.map(names -> "but there are " + names.size() + " tags")
                            .orElse("and no file says which tags they are")
                    + "; expected one tag a line, in the order of the outputs");
        }
        return tags.get();
    }
}
