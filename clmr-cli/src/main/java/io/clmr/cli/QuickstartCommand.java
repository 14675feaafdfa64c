package io.clmr.cli;

import io.clmr.cli.console.Durations;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code clmr quickstart}: the whole job on the bundled music. */
@Command(
        name = "quickstart",
        headerHeading = "Example:%n",
        header = {"  clmr quickstart --out quickstart", ""},
        description = {
            "Decodes the bundled music, trains a small encoder on it, evaluates it beside untrained ones by one and the"
                    + " same protocol, and embeds the music: on the CPU, without network, in minutes.",
            "It may be stopped and started again."
        })
final class QuickstartCommand extends ClmrCommand {

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for run, reports, embeddings and picture. Default: ${DEFAULT-VALUE}.",
            defaultValue = "quickstart")
    private Path out = Path.of("quickstart");

    QuickstartCommand(Session session) {
        super(session);
    }

    @Override
    int run() throws Exception {
        Quickstart.Result result = new Quickstart(session(), options, typed(), out).run();
        if (!result.finished()) {
            console().say("clmr: stopped and saved; the same command goes on");
            return ExitCode.INTERRUPTED;
        }
        print(asJson(result), asText(result));
        return ExitCode.DONE;
    }

    private Map<String, Object> asJson(Quickstart.Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("out", out.toString());
        json.put("encoders", result.scores());
        json.put("test_clips", result.testClips());
        json.put("embeddings", result.embeddings().toString());
        json.put("picture", result.picture().toString());
        json.put("seconds", result.seconds());
        return json;
    }

    private String asText(Quickstart.Result result) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT, "%-12s %8s %8s   on %d test clips%n", "encoder", "ROC-AUC", "PR-AUC", result.testClips()));
        for (Quickstart.Score score : result.scores()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-12s %8.3f %8.3f   %s%n",
                    score.encoder(),
                    score.rocAuc(),
                    score.prAuc(),
                    meaning(score.encoder())));
        }
        text.append(String.format(
                Locale.ROOT,
                "%nSo few test clips are noisy: a difference of 0.02 to 0.05 may be chance. What training adds is"
                        + " trained minus random-bn.%n%nIn %s, after %s:%n  run/           checkpoints, metrics, log%n"
                        + "  report-*/      report.json of each encoder%n  embeddings.npy one row a window%n"
                        + "  loss.png       the loss over the steps%n%nNext:%n"
                        + "  clmr pretrain --resume %s/run --set train.max_steps=200%n"
                        + "  clmr linear-eval --checkpoint %s/run --head linear%n"
                        + "  clmr embed YOUR_MUSIC --checkpoint %s/run --out mine.npy%n"
                        + "  clmr config --print configs/folder.yaml",
                out,
                Durations.text(result.seconds()),
                out,
                out,
                out));
        return text.toString();
    }

    private static String meaning(String encoder) {
        return switch (encoder) {
            case "trained" -> "contrastively, without labels";
            case "random-bn" -> "untrained, BatchNorm statistics from the data: the fair floor";
            case "random" -> "untrained, as it is made";
            default -> "classic features, no network";
        };
    }
}
