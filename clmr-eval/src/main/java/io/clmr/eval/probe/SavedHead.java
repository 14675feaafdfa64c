package io.clmr.eval.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.clmr.base.files.PrintableText;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.checkpoint.CheckpointException;
import io.clmr.core.checkpoint.JsonFile;
import io.clmr.core.checkpoint.Safetensors;
import io.clmr.core.model.HostTensor;
import io.clmr.eval.probe.TrainedHead.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fitted head with what is needed to use it: features of an encoder in, scores of tags out.
 *
 * <p>As a file, {@value #FILE} beside {@code report.json}, it has the names of PyTorch's {@code nn.Sequential}: {@code
 * 0.weight} [tags, features] and {@code 0.bias}; with a hidden layer {@code 2.weight} and {@code 2.bias} after it. A
 * standardisation of the features is folded into the first layer, so raw features go in.
 */
public final class SavedHead {

    /** The name of its file in a report's folder. */
    public static final String FILE = "head.safetensors";

    private static final String DESCRIPTION_KEY = "clmr.head";
    private static final String SOFTMAX = "softmax";
    private static final List<String> ACTIVATIONS = List.of("sigmoid", SOFTMAX);
    private static final List<String> AVERAGES = List.of("features", "logits", "probabilities");
    private static final ObjectMapper JSON = JsonFile.strict()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /**
     * What goes with the numbers.
     *
     * @param head what was fitted, such as {@code linear}
     * @param activation what makes a probability of a logit: {@code sigmoid}, or {@code softmax} where a clip has one label
     * @param average what is averaged over a clip's windows: {@code probabilities}, {@code logits} or {@code features}
     * @param tags names of the outputs
     * @param checkpoint what computed the features
     * @param fingerprint of what computed the features
     * @param sampleRateHz of the audio
     * @param windowSamples of the encoder's window; 0 = the whole clip
     */
    public record Description(
            String head,
            String activation,
            String average,
            List<String> tags,
            String checkpoint,
            String fingerprint,
            int sampleRateHz,
            int windowSamples) {
        public Description {
            tags = List.copyOf(tags);
            requireOneOf("activation", activation, ACTIVATIONS);
            requireOneOf("average", average, AVERAGES);
            if (tags.isEmpty() || sampleRateHz < 1 || windowSamples < 0) {
                throw new IllegalArgumentException(
                        "a head of " + tags.size() + " tags at " + sampleRateHz + " Hz for windows of " + windowSamples
                                + " samples, expected 1 tag, 1 Hz and 0 samples or more");
            }
        }

        private static void requireOneOf(String key, String found, List<String> known) {
            if (!known.contains(found)) {
                throw new IllegalArgumentException(
                        key + " is '" + PrintableText.name(found) + "', expected one of " + known);
            }
        }
    }

    private final TrainedHead head;
    private final Description description;

    SavedHead(TrainedHead head, Description description) {
        if (head.outputs() != description.tags().size()) {
            throw new IllegalArgumentException("the head has " + head.outputs() + " outputs, but there are "
                    + description.tags().size() + " tags");
        }
        this.head = head;
        this.description = description;
    }

    /**
     * Makes a head of weights by the names of the file, the inverse of {@link #weights}.
     *
     * @param weights {@code 0.weight} [out][in] and {@code 0.bias} [1][out], perhaps {@code 2.weight} and {@code 2.bias}
     * @throws IllegalArgumentException if they do not fit each other or the tags
     */
    public static SavedHead of(Map<String, float[][]> weights, Description description) {
        List<Layer> layers = new ArrayList<>();
        for (String name : List.of("0", "2")) {
            float[][] weight = weights.getOrDefault(name + ".weight", new float[0][]);
            float[][] bias = weights.getOrDefault(name + ".bias", new float[0][]);
            if (weight.length > 0 && bias.length == 1 && bias[0].length == weight.length) {
                layers.add(new Layer(weight, bias[0]));
            }
        }
        if (!fits(layers, description)) {
            throw new IllegalArgumentException(expected(description));
        }
        return new SavedHead(new TrainedHead(layers, pooling(description), softmax(description), 0, ""), description);
    }

    /**
     * Reads a head.
     *
     * @param place a report's folder, or the file
     */
    public static SavedHead open(Path place) throws IOException {
        Path file = Files.isDirectory(place) ? place.resolve(FILE) : place;
        if (!Files.isRegularFile(file)) {
            throw new CheckpointException(
                    file + " is not there, expected the head that 'clmr linear-eval --out DIR' saves"
                            + " beside report.json (heads linear, mlp, logistic and grid)");
        }
        Safetensors.Content content = Safetensors.read(file);
        Checkpoint.requireFinite(file, content.tensors());
        Description description = description(file, content);
        List<Layer> layers = new ArrayList<>();
        for (String name : List.of("0", "2")) {
            Optional<Layer> layer = layer(content.tensors(), name);
            layer.ifPresent(layers::add);
        }
        if (!fits(layers, description)) {
            throw new CheckpointException(file + ": " + expected(description));
        }
        return new SavedHead(new TrainedHead(layers, pooling(description), softmax(description), 0, ""), description);
    }

    private static Description description(Path file, Safetensors.Content content) throws IOException {
        String text = content.metadata().get(DESCRIPTION_KEY);
        if (text == null) {
            throw new CheckpointException(
                    file + ": the header has no " + DESCRIPTION_KEY + ", expected a head that clmr saved");
        }
        Description description = JsonFile.parse(file + ": " + DESCRIPTION_KEY, text, JSON, Description.class);
        for (String tag : description.tags()) {
            if (tag.codePoints().anyMatch(Character::isISOControl)) {
                throw new CheckpointException(file + ": the tag '" + PrintableText.name(tag)
                        + "' holds a line end or another control character, expected text of one line");
            }
        }
        return description;
    }

    private static Optional<Layer> layer(Map<String, HostTensor> tensors, String name) {
        HostTensor weight = tensors.get(name + ".weight");
        HostTensor bias = tensors.get(name + ".bias");
        if (weight == null
                || bias == null
                || weight.size() == 0
                || weight.shape().length != 2
                || weight.shape()[0] != bias.size()) {
            return Optional.empty();
        }
        float[] flat = weight.toFloats();
        float[][] rows = new float[bias.size()][(int) weight.shape()[1]];
        for (int out = 0; out < rows.length; out++) {
            System.arraycopy(flat, out * rows[out].length, rows[out], 0, rows[out].length);
        }
        return Optional.of(new Layer(rows, bias.toFloats()));
    }

    private static boolean fits(List<Layer> layers, Description description) {
        return !layers.isEmpty()
                && layers.get(layers.size() - 1).bias().length
                        == description.tags().size()
                && (layers.size() == 1
                        || layers.get(1).weight()[0].length == layers.get(0).bias().length);
    }

    private static String expected(Description description) {
        int tags = description.tags().size();
        return "expected 0.weight [" + tags + ", features] and 0.bias [" + tags
                + "], or 0.*, 2.* with a hidden layer between, for its " + tags + " tags";
    }

    private static Pooling pooling(Description description) {
        return switch (description.average()) {
            case "features" -> Pooling.FEATURES;
            case "logits" -> Pooling.LOGITS;
            default -> Pooling.PROBABILITIES;
        };
    }

    private static boolean softmax(Description description) {
        return description.activation().equals(SOFTMAX);
    }

    /** Writes the file into a folder. */
    public void write(Path folder) throws IOException {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        for (int n = 0; n < head.layers().size(); n++) {
            Layer layer = head.layers().get(n);
            int in = layer.weight()[0].length;
            float[] flat = new float[layer.bias().length * in];
            for (int out = 0; out < layer.bias().length; out++) {
                System.arraycopy(layer.weight()[out], 0, flat, out * in, in);
            }
            tensors.put(2 * n + ".weight", HostTensor.of(flat, layer.bias().length, in));
            tensors.put(2 * n + ".bias", HostTensor.of(layer.bias(), layer.bias().length));
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "pt"); // what Python's loaders look for
        metadata.put(DESCRIPTION_KEY, JSON.writeValueAsString(description));
        Checkpoint.requireFinite(folder.resolve(FILE), tensors);
        Safetensors.write(folder.resolve(FILE), tensors, metadata);
    }

    public Description description() {
        return description;
    }

    /** Returns the names of the scores, in order. */
    public List<String> tags() {
        return description.tags();
    }

    /** Returns how many features go in. */
    public int features() {
        return head.features();
    }

    /** Returns weight and bias by the names of the file; [out, in] and [out]. */
    public Map<String, float[][]> weights() {
        Map<String, float[][]> weights = new LinkedHashMap<>();
        for (int n = 0; n < head.layers().size(); n++) {
            weights.put(2 * n + ".weight", head.layers().get(n).weight());
            weights.put(2 * n + ".bias", new float[][] {head.layers().get(n).bias()});
        }
        return weights;
    }

    /** Returns the probability of each tag for one window's features. */
    public float[] apply(float[] features) {
        require(features);
        double[] probabilities = TrainedHead.probabilities(head.logits(features), head.softmax());
        float[] out = new float[probabilities.length];
        for (int n = 0; n < out.length; n++) {
            out[n] = (float) probabilities[n];
        }
        return out;
    }

    /** Returns the logit of each tag for one window's features: what the sigmoid or softmax is taken of. */
    public double[] logits(float[] features) {
        require(features);
        return head.logits(features);
    }

    /**
     * Returns the scores of a clip as the report has them: averaged over its windows as {@link Description#average} says,
     * so with {@code logits} not probabilities.
     *
     * @param windows [windows][features], at least one
     */
    public float[] apply(float[][] windows) {
        for (float[] window : windows) {
            require(window);
        }
        return head.score(windows);
    }

    /** Returns the head as a probe that scores tables. */
    TrainedHead head() {
        return head;
    }

    private void require(float[] row) {
        if (row.length != features()) {
            throw new IllegalArgumentException(
                    row.length + " features, expected " + features() + ", those of " + description.checkpoint());
        }
    }
}
