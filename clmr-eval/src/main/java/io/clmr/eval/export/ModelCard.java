package io.clmr.eval.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.clmr.base.files.PrintableText;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.checkpoint.JsonFile;
import io.clmr.core.checkpoint.RunLayout;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.SampleCnn;
import io.clmr.eval.probe.SavedHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What people must know of weights before they use them: the network, the data and the training behind it, how it was
 * evaluated and what it scored, the licence, and which tag each output is.
 *
 * <p>Says only what files beside the weights say: {@code run.json} and {@code state.json} of the run, {@code
 * report.json} of the evaluation. What no file says is called unknown.
 */
public final class ModelCard {

    private static final String UNKNOWN = "unknown";
    private static final Pattern PLAIN_WORD = Pattern.compile("[a-z0-9][a-z0-9.+_-]*");

    private final Checkpoint checkpoint;
    private final Optional<SavedHead> head;
    private final String licence;
    private final JsonNode run;
    private final JsonNode state;
    private final JsonNode report;

    private ModelCard(
            Checkpoint checkpoint,
            Optional<SavedHead> head,
            String licence,
            JsonNode run,
            JsonNode state,
            JsonNode report) {
        this.checkpoint = checkpoint;
        this.head = head;
        this.licence = licence;
        this.run = run;
        this.state = state;
        this.report = report;
    }

    /**
     * Collects what is known.
     *
     * @param head fitted on the encoder, if it is handed on too
     * @param evaluation folder with {@code report.json}; it need not have one
     * @param licence of the weights, such as {@code CC-BY-4.0}; empty if nobody said
     */
    public static ModelCard of(
            Checkpoint checkpoint, Optional<SavedHead> head, Optional<Path> evaluation, Optional<String> licence)
            throws IOException {
        Path step = checkpoint.file().toAbsolutePath().getParent();
        Path checkpoints = step == null ? null : step.getParent();
        Path folder = checkpoints == null ? null : checkpoints.getParent();
        return new ModelCard(
                checkpoint,
                head,
                licence.orElse(UNKNOWN),
                folder == null ? MissingNode.getInstance() : json(folder.resolve("run.json")),
                step == null ? MissingNode.getInstance() : json(step.resolve(RunLayout.STATE)),
                evaluation.isEmpty()
                        ? MissingNode.getInstance()
                        : json(evaluation.get().resolve("report.json")));
    }

    private static JsonNode json(Path file) throws IOException {
        return Files.isRegularFile(file) ? JsonFile.object(file) : MissingNode.getInstance();
    }

    /** Returns the card as Markdown, with the header that model hubs read. */
    public String toMarkdown() {
        StringBuilder text = new StringBuilder();
        header(text);
        network(text);
        training(text);
        evaluation(text);
        text.append("\n## Licence\n\n")
                .append(
                        licence.equals(UNKNOWN)
                                ? "Not stated. Whoever publishes these weights has to state one; that of the training"
                                        + " data may restrict it.\n"
                                : plain(licence) + "\n");
        use(text);
        tags(text);
        return text.toString();
    }

    private void header(StringBuilder text) {
        text.append("---\nlicense: ")
                .append(yaml(licence.toLowerCase(Locale.ROOT)))
                .append('\n');
        text.append("library_name: pytorch\npipeline_tag: ")
                .append(head.isPresent() ? "audio-classification" : "feature-extraction")
                .append("\ntags:\n- music\n- audio\n- clmr\n- self-supervised\n---\n\n");
        text.append(head.isPresent() ? "# Music tagger" : "# Music encoder").append("\n\n");
        text.append(checkpoint.config().encoder().equals(SampleCnn.NAME) ? "A SampleCNN" : "An encoder")
                .append(" trained by contrastive learning of musical representations (CLMR,")
                .append(" Spijkervet & Burgoyne 2021), written by clmr.\n");
    }

    private void network(StringBuilder text) {
        ModelConfig config = checkpoint.config();
        text.append("\n## Network\n\n");
        row(text, "encoder", config.encoder() + ", width " + config.width() + ", strides " + config.strides());
        row(text, "input", "mono, -1 to 1, " + config.sampleRateHz() + " Hz, [batch, 1, " + config.samples() + "]");
        row(
                text,
                "samples first",
                checkpoint
                        .normalization()
                        .map(values -> "minus " + values.mean() + ", divided by " + values.std())
                        .orElse("as they are"));
        head.ifPresent(values -> {
            row(
                    text,
                    "head",
                    values.description().head() + ", " + values.description().activation());
            row(
                    text,
                    "a song's score",
                    "mean over its windows of the " + values.description().average());
        });
    }

    private void training(StringBuilder text) {
        JsonNode config = run.path("config");
        text.append("\n## Training\n\n");
        row(text, "data", value(config, "dataset.format") + ", split " + value(config, "dataset.split"));
        row(text, "data fingerprint", value(run, "data_fingerprint"));
        row(text, "steps", value(state, "step") + ", epochs " + value(state, "epoch"));
        row(text, "batch", value(config, "train.batch_size") + ", seed " + value(run, "seed"));
        row(text, "loss", value(config, "loss.name") + ", temperature " + value(config, "loss.temperature"));
        row(
                text,
                "optimiser",
                value(config, "optimizer.name") + ", learning rate " + value(config, "optimizer.learning_rate"));
        row(text, "augmentation", value(config, "augment"));
    }

    private void evaluation(StringBuilder text) {
        text.append("\n## Evaluation\n\n");
        if (report.isMissingNode()) {
            text.append("None that came with these weights.\n");
            return;
        }
        row(text, "data", report.path("dataset").asText(UNKNOWN));
        JsonNode clips = report.path("clips");
        row(
                text,
                "clips",
                value(clips, "train") + " train, " + value(clips, "valid") + " validation, " + value(clips, "test")
                        + " test");
        for (Map.Entry<String, JsonNode> entry : report.path("protocol").properties()) {
            if (entry.getValue().isValueNode()) {
                row(text, entry.getKey(), entry.getValue().asText());
            }
        }
        text.append("\n| score on the test clips | value | 95 % interval |\n|---|---|---|\n");
        for (Map.Entry<String, JsonNode> entry : report.path("metrics").properties()) {
            JsonNode interval = report.path("intervals").path(entry.getKey());
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.4f | %s |\n",
                    plain(entry.getKey()),
                    entry.getValue().asDouble(),
                    interval.isMissingNode()
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    "%.4f to %.4f",
                                    interval.path("low").asDouble(),
                                    interval.path("high").asDouble())));
        }
    }

    private void use(StringBuilder text) {
        text.append("\n## Use\n\n```python\nfrom safetensors.torch import load_file\n");
        text.append("state = load_file(\"model.safetensors\")\n");
        text.append("model.load_state_dict(state)  # SampleCNN of the published code");
        boolean classifier = head.isPresent() && head.get().weights().size() == 2;
        text.append(
                classifier
                        ? ", out_dim=" + head.get().tags().size() + ": logits of the tags below\n"
                        : "; its fc = torch.nn.Identity(): features\n");
        text.append("model.eval()\n```\n");
        if (head.isPresent()) {
            text.append("\n`clmr tag song.mp3 --probe .` in this folder tags a song.\n");
        }
    }

    private void tags(StringBuilder text) {
        if (head.isEmpty()) {
            return;
        }
        List<String> names = head.get().tags();
        text.append(
                "\n## Tags, in the order of the outputs\n\n| output | tag | ROC-AUC | average precision |\n|---|---|---|---|\n");
        for (int n = 0; n < names.size(); n++) {
            JsonNode score = score(names.get(n));
            text.append(String.format(
                    Locale.ROOT,
                    "| %d | %s | %s | %s |\n",
                    n,
                    plain(names.get(n)),
                    number(score.path("roc_auc")),
                    number(score.path("pr_auc"))));
        }
    }

    private JsonNode score(String tag) {
        for (JsonNode one : report.path("per_tag")) {
            if (one.path("tag").asText().equals(tag)) {
                return one;
            }
        }
        return MissingNode.getInstance();
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.4f", value.asDouble()) : "";
    }

    private static String value(JsonNode object, String key) {
        return object.path(key).asText(UNKNOWN);
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append("- **")
                .append(plain(name))
                .append("**: ")
                .append(plain(value))
                .append('\n');
    }

    /** Returns text that Markdown shows as it is, within one line and one cell: no markup, no HTML, no link. */
    private static String plain(String text) {
        StringBuilder shown = new StringBuilder();
        PrintableText.of(text).codePoints().forEach(c -> {
            if ("&<>|`*~$[]#!@\\".indexOf(c) >= 0) {
                shown.append("&#").append(c).append(';');
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString().replace("://", "&#58;//").replace("www.", "www&#46;");
    }

    /** Returns a value of YAML, in quotes unless it is a plain word. */
    private static String yaml(String text) {
        return PLAIN_WORD.matcher(text).matches()
                ? text
                : '"' + PrintableText.of(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
