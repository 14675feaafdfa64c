package io.clmr.cli;

import io.clmr.cli.console.Console;
import io.clmr.cli.console.Progress;
import io.clmr.train.StepMetrics;
import io.clmr.train.TrainingListener;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Shows the steps of a run as they are taken, and remembers where it stands. */
final class StepDisplay implements TrainingListener {

    private final Console console;
    private final String tracks;
    private final Progress progress;
    private long step;
    private long totalSteps;
    private String note = "";
    private Optional<StepMetrics> last = Optional.empty();

    /** @param tracks what is trained on, such as {@code 66 of 90 tracks} */
    StepDisplay(Console console, String tracks, Progress progress) {
        this.console = console;
        this.tracks = tracks;
        this.progress = progress;
    }

    @Override
    public void started(long firstStep, long total, long stepsPerEpoch) {
        step = firstStep;
        totalSteps = total;
        console.say("clmr: training on " + tracks + ", " + stepsPerEpoch + (stepsPerEpoch == 1 ? " step" : " steps")
                + " an epoch");
        progress.update(firstStep, total, note);
    }

    @Override
    public void stepFinished(long taken, long total) {
        step = taken;
        progress.update(taken, total, note);
    }

    @Override
    public void metricsLogged(StepMetrics metrics) {
        last = Optional.of(metrics);
        note = String.format(
                Locale.ROOT,
                "loss %.3f (chance %.3f), top-1 %.2f,%s %.1f views/s",
                metrics.loss(),
                metrics.chance(),
                metrics.topOne(),
                metrics.health()
                        .map(health -> String.format(Locale.ROOT, " rank %.1f,", health.effectiveRank()))
                        .orElse(""),
                metrics.viewsPerSecond());
        progress.update(metrics.step(), metrics.totalSteps(), note);
    }

    @Override
    public void probed(long atStep, long epoch, Map<String, Double> scores) {
        note = "probe "
                + scores.entrySet().stream()
                        .map(score -> String.format(Locale.ROOT, "%s %.4f", score.getKey(), score.getValue()))
                        .collect(Collectors.joining(", "));
        progress.update(atStep, totalSteps, note);
    }

    long step() {
        return step;
    }

    long totalSteps() {
        return totalSteps;
    }

    Optional<StepMetrics> last() {
        return last;
    }
}
