package io.clmr.cli;

import ai.djl.Device;
import io.clmr.base.files.PrintableText;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.checkpoint.RunLayout;
import io.clmr.core.model.ModelConfig;
import io.clmr.data.list.TextLines;
import io.clmr.eval.features.FeatureExtractor;
import io.clmr.eval.probe.SavedHead;
import io.clmr.eval.tag.PublishedHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Takes over a published head.
 *
 * @param file that holds it
 * @param folder to write it into; where its encoder lies too, the two are tied together
 * @param tags text file with the names of its outputs
 * @param force whether a head that is there is overwritten
 */
record HeadImport(Path file, Path folder, Optional<Path> tags, boolean force) {

    /** Writes the head and says so. */
    int run(BiConsumer<Object, String> print) throws IOException {
        if (folder.toString().endsWith(".safetensors")) {
            throw new UsageException(
                    "--out is " + folder + ", expected a folder: a head is written as its " + SavedHead.FILE);
        }
        OutputCheck.folder(folder);
        Path target = folder.resolve(SavedHead.FILE);
        if (Files.exists(target) && !force) {
            throw new InputException(target + " is there already; choose another folder, or overwrite it with --force");
        }
        Optional<List<String>> names = tags.isPresent() ? Optional.of(lines(tags.get())) : Optional.empty();
        Path weights = folder.resolve(RunLayout.MODEL);
        SavedHead head = Files.isRegularFile(weights)
                ? fittedOn(weights, names)
                : PublishedHead.read(file, names, ModelConfig.defaults(), "", "");
        Files.createDirectories(folder);
        head.write(folder);
        print.accept(asJson(head, target), asText(head, target));
        return ExitCode.DONE;
    }

    private SavedHead fittedOn(Path weights, Optional<List<String>> names) throws IOException {
        Checkpoint checkpoint = Checkpoint.open(weights);
        try (FeatureExtractor extractor = FeatureExtractor.open(checkpoint, Device.cpu())) {
            SavedHead head =
                    PublishedHead.read(file, names, checkpoint.config(), weights.toString(), extractor.fingerprint());
            if (head.features() != extractor.featureDim()) {
                throw new InputException(file + ": the head takes " + head.features() + " features, " + weights
                        + " gives " + extractor.featureDim() + "; expected the encoder it was fitted on in that folder,"
                        + " or none");
            }
            return head;
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return TextLines.read(file).stream().filter(line -> !line.isEmpty()).toList();
    }

    private Map<String, Object> asJson(SavedHead head, Path target) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", file.toString());
        json.put("out", target.toString());
        json.put("head", head.description().head());
        json.put("features", head.features());
        json.put("tags", head.tags());
        json.put("encoder", head.description().checkpoint());
        return json;
    }

    private String asText(SavedHead head, Path target) {
        String encoder = head.description().checkpoint().isEmpty()
                ? "its encoder is not here: name it to clmr tag by --checkpoint"
                : "tied to " + head.description().checkpoint();
        return String.format(
                Locale.ROOT,
                "%s: %s head, %d features, %d tags (%s ...)%n  %s%nwritten to %s",
                file,
                head.description().head(),
                head.features(),
                head.tags().size(),
                head.tags().stream().limit(3).map(PrintableText::name).collect(Collectors.joining(", ")),
                encoder,
                target);
    }
}
