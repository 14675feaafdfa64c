package io.clmr.cli;

import io.clmr.base.files.PrintableText;
import io.clmr.cli.config.ClmrConfig;
import io.clmr.cli.console.Durations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code clmr prepare}: decodes a dataset once, so that training need not. */
@Command(
        name = "prepare",
        headerHeading = "Examples:%n",
        header = {
            "  clmr prepare --config configs/mtat.yaml",
            "  clmr prepare --config configs/folder.yaml --set dataset.root=/music --split 0.8/0.1/0.1 --group-by folder",
            ""
        },
        description = "Decodes a dataset into its PCM store (store.path). It may be stopped at any time and started"
                + " again, and decodes only what is new or changed, or could not be read from the disk before.")
final class PrepareCommand extends ClmrCommand {

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private SplitOptions split = new SplitOptions();

    @Mixin
    private RetryOptions retry = new RetryOptions();

    PrepareCommand(Session session) {
        super(session);
    }

    @Override
    int run() throws IOException {
        ClmrConfig config = options.load(split.assignments()).config();
        Preparation.Result result =
                new Preparation(session(), options.threadsOrAll()).prepare(config, retry.retryFailed());
        print(asJson(result), asText(result));
        return ExitCode.DONE;
    }

    private static Map<String, Object> asJson(Preparation.Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("store", result.store().toString());
        json.put("dataset", result.dataset());
        json.put("tracks", result.tracks());
        json.put("reused", result.reused());
        json.put("refused", result.refused());
        json.put("bytes_written", result.bytesWritten());
        json.put("audio_seconds", result.audioSeconds());
        json.put("seconds", result.seconds());
        return json;
    }

    private static String asText(Preparation.Result result) {
        Path store = result.store();
        List<String> lines = new ArrayList<>();
        lines.add(store + ": " + result.tracks() + " tracks of " + result.dataset() + " ready"
                + (result.reused() > 0 ? ", " + result.reused() + " of them from before" : "") + ", in "
                + Durations.text(result.seconds()));
        if (!result.refused().isEmpty()) {
            lines.add(result.refused().size() + " files are unusable and left out; " + store.resolve("errors.csv")
                    + " says why, such as");
            result.refused().stream()
                    .limit(3)
                    .forEach(refused -> lines.add(
                            "  " + PrintableText.of(refused.key()) + ": " + PrintableText.of(refused.reason())));
        }
        return String.join(System.lineSeparator(), lines);
    }
}
