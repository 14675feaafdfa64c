package io.clmr.cli;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.cli.chart.LossChart;
import io.clmr.cli.config.Assignment;
import io.clmr.cli.config.ClmrConfig;
import io.clmr.cli.console.Progress;
import io.clmr.core.engine.Devices;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.store.ClipReader;
import io.clmr.eval.embed.Catalogue;
import io.clmr.eval.embed.CatalogueOptions;
import io.clmr.eval.embed.EmbedConfig;
import io.clmr.eval.embed.Embedder;
import io.clmr.eval.features.FeatureSource;
import io.clmr.eval.probe.EvaluationReport;
import io.clmr.eval.probe.EvaluationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The whole job on the bundled music; each part is what the command of its name does. */
final class Quickstart {

    /** What one encoder scored. */
    record Score(String encoder, double rocAuc, double prAuc) {}

    /**
     * What came out.
     *
     * @param finished false if it was stopped; the rest is then empty
     */
    record Result(boolean finished, List<Score> scores, int testClips, Path embeddings, Path picture, double seconds) {}

    private static final String TRAINED = "trained";

    private final Session session;
    private final ConfigOptions options;
    private final List<String> typed;
    private final Path out;

    Quickstart(Session session, ConfigOptions options, List<String> typed, Path out) {
        this.session = session;
        this.options = options;
        this.typed = typed;
        this.out = out;
    }

    Result run() throws Exception {
        long start = System.nanoTime();
        ClmrConfig config = config();
        OutputCheck.folder(out);
        Preparation preparation = new Preparation(session, options.threadsOrAll());
        session.console().say("1 of 4: decoding the music");
        preparation.prepare(config);
        session.console().say("2 of 4: training, without labels");
        Path run = out.resolve("run");
        Pretraining pretraining = new Pretraining(session, options, typed);
        boolean started = Files.exists(run.resolve("run.json"));
        boolean finished = (started ? pretraining.resume(config, run) : pretraining.start(config, run)).finished();
        Path embeddings = out.resolve("embeddings.npy");
        Path picture = out.resolve("loss.png");
        if (!finished) {
            return new Result(false, List.of(), 0, embeddings, picture, (System.nanoTime() - start) / 1e9);
        }
        drawLoss(run.resolve("metrics.jsonl"), picture);
        session.console().say("3 of 4: evaluating trained and untrained encoders");
        MusicDataset dataset = preparation.load(config);
        List<Score> scores = new ArrayList<>();
        int testClips = 0;
        try (ClipReader reader = preparation.open(config, dataset)) {
            Evaluation evaluation = new Evaluation(session, config, dataset, reader);
            for (String encoder : List.of(TRAINED, "random-bn", "random", "mfcc")) {
                EvaluationReport report = evaluate(evaluation, encoder, run, config);
                scores.add(new Score(encoder, metric(report, "roc_auc_macro"), metric(report, "pr_auc_macro")));
                testClips = report.clips().test();
            }
        }
        session.console().say("4 of 4: embedding the music");
        embed(config, run, dataset, embeddings);
        return new Result(true, scores, testClips, embeddings, picture, (System.nanoTime() - start) / 1e9);
    }

    private ClmrConfig config() throws IOException {
        Path file = options.file().orElse(Checkout.resolve("configs/quickstart.yaml"));
        Path music = Checkout.resolve("examples/quickstart-music");
        if (!Files.isRegularFile(file) || !Files.isDirectory(music)) {
            throw new InputException(music + " and " + file + " are expected, and at least one is not there; start"
                    + " clmr by scripts/clmr of a checkout");
        }
        List<Assignment> places = new ArrayList<>();
        places.add(place("dataset.root", music));
        places.add(place("store.path", out.resolve("store")));
        return options.load(Optional.of(file), places, Optional.empty()).config();
    }

    private static Assignment place(String key, Path path) {
        return Assignment.of("quickstart", key, path.toString());
    }

    private EvaluationReport evaluate(Evaluation evaluation, String encoder, Path run, ClmrConfig config)
            throws IOException {
        String name = encoder.equals(TRAINED) ? run.toString() : encoder;
        FeatureSource source = FeatureSource.parse(
                name, config.pretrain().model(), config.pretrain().train().seed());
        EvaluationResult result = evaluation.evaluate(source);
        result.writeReport(out.resolve("report-" + encoder));
        return result.report();
    }

    private static double metric(EvaluationReport report, String name) {
        return report.metrics().getOrDefault(name, Double.NaN);
    }

    private void embed(ClmrConfig config, Path run, MusicDataset dataset, Path embeddings) throws IOException {
        Device device = Devices.select(config.pretrain().train().device());
        try (Embedder embedder = Embedder.open(run, EmbedConfig.defaults(), device);
                Progress progress = session.console().progress("embed", "files")) {
            List<Path> files = dataset.clips().stream().map(Clip::path).toList();
            new Catalogue(embedder, CatalogueOptions.defaults(), (done, total, failed, rows, audioSeconds) -> {
                        progress.update(done, total, rows + " rows");
                        session.interruption().check();
                    })
                    .embed(files, embeddings);
        }
    }

    private static void drawLoss(Path metrics, Path picture) throws IOException {
        List<Long> steps = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        double chance = 0;
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(metrics)) {
            JsonNode values = json.readTree(line);
            if (values.has("loss")) {
                steps.add(values.path("step").asLong());
                losses.add(values.path("loss").asDouble());
                chance = values.path("chance").asDouble();
            }
        }
        if (!steps.isEmpty()) {
            LossChart.write(picture, steps, losses, chance);
        }
    }
}
