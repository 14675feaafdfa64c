package io.clmr.cli;

import ai.djl.Device;
import io.clmr.cli.audio.SampleFile;
import io.clmr.cli.bench.AugmentBench;
import io.clmr.cli.bench.DecodeBench;
import io.clmr.cli.bench.EmbedBench;
import io.clmr.cli.bench.ProbeBench;
import io.clmr.cli.bench.Rate;
import io.clmr.cli.bench.ReadBench;
import io.clmr.cli.bench.SimilarBench;
import io.clmr.cli.bench.TrainBench;
import io.clmr.cli.config.Assignment;
import io.clmr.cli.config.ClmrConfig;
import io.clmr.core.engine.Devices;
import io.clmr.core.model.ModelConfig;
import io.clmr.data.audio.AudioSelection;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.store.ClipReader;
import io.clmr.eval.features.FeatureExtractor;
import io.clmr.train.PretrainConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clmr bench}: how fast is each stage on this machine? */
@Command(
        name = "bench",
        headerHeading = "Examples:%n",
        header = {
            "  clmr bench augment --audio song.mp3 --views 500 --threads 2",
            "  clmr bench train --width 0.25 --batch 24 --steps 10",
            "  clmr bench embed --width 1 --json",
            "  clmr bench similar --rows 100000 --clustered",
            "  clmr bench probe --clips 15000 --label-fraction 0.01,0.02,0.05,0.1,0.2,0.5,1 --seeds 5",
            ""
        },
        description =
                "Measures the rate of one stage. augment, train, embed, similar and probe need no dataset; store reads the"
                        + " configured one, decode the files of --audio or of the configured dataset.")
final class BenchCommand extends ClmrCommand {

    enum Stage {
        augment,
        store,
        decode,
        train,
        embed,
        similar,
        probe
    }

    private static final int NOISE_WINDOWS = 4;

    @Parameters(paramLabel = "STAGE", description = "augment, store, decode, train, embed, similar or probe.")
    private Stage stage = Stage.augment;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--audio",
            paramLabel = "F",
            description = "augment, decode, embed: the file to use. Default: noise.")
    private @Nullable Path audio;

    @Option(
            names = "--views",
            paramLabel = "N",
            description = "augment: views to make. Default: ${DEFAULT-VALUE}.",
            defaultValue = "200")
    private int views;

    @Option(
            names = "--windows",
            paramLabel = "N",
            description =
                    "store, decode: windows to read; decode compares them with the store, or with the whole files."
                            + " Default: 10000, and 100 for decode.")
    private @Nullable Integer windows;

    @Option(
            names = "--times",
            paramLabel = "N",
            description = "decode: times each file is decoded. Default: ${DEFAULT-VALUE}.",
            defaultValue = "3")
    private int times;

    @Option(names = "--width", paramLabel = "W", description = "train, embed: model.width. Default: 1.0.")
    private @Nullable String width;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description =
                    "train: train.batch_size; embed: windows at a time. Default: 24, and as many as the encoder likes for"
                            + " embed.")
    private @Nullable Integer batch;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "train, embed: steps or batches. Default: ${DEFAULT-VALUE}.",
            defaultValue = "10")
    private int steps;

    @Option(names = "--with-views", description = "train: transform the views, too, and not only crop them.")
    private boolean withViews;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "similar: rows of the catalogue, 128 numbers each. Default: ${DEFAULT-VALUE}.",
            defaultValue = "100000")
    private int rows;

    @Option(
            names = "--clustered",
            description = "similar: rows lie around centres, one for a hundred rows. Default: all are independent.")
    private boolean clustered;

    @Option(
            names = "--queries",
            paramLabel = "N",
            description = "similar: how many are timed. Default: ${DEFAULT-VALUE}.",
            defaultValue = "100")
    private int queries;

    @Option(
            names = "--clips",
            paramLabel = "N",
            description = "probe: training clips, 512 numbers and 50 tags each. Default: ${DEFAULT-VALUE}.",
            defaultValue = "15000")
    private int clips;

    @Option(
            names = "--label-fraction",
            paramLabel = "F,...",
            split = ",",
            hideParamSyntax = true,
            description = "probe: shares of the labels, each above 0 to 1. Default: all labels.")
    private List<Double> labelFractions = List.of(1.0);

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "probe: evaluations of each share. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private int seeds;

    BenchCommand(Session session) {
        super(session);
    }

    @Override
    int run() throws IOException {
        if (views < 1 || (windows != null && windows < 1) || times < 1 || steps < 1 || (batch != null && batch < 1)) {
            throw new UsageException("--views, --windows, --times, --batch and --steps are expected to be 1 or more");
        }
        if (rows < 1 || queries < 1) {
            throw new UsageException("--rows and --queries are expected to be 1 or more");
        }
        if (clips < 10 || seeds < 1) {
            throw new UsageException("--clips is expected to be 10 or more, --seeds 1 or more");
        }
        Rate rate = measure();
        print(rate.asJson(), rate.text());
        return ExitCode.DONE;
    }

    private Rate measure() throws IOException {
        ClmrConfig config =
                options.load(options.file(), assignments(), Optional.empty()).config();
        return switch (stage) {
            case augment -> augment(config);
            case store -> store(config);
            case decode -> decode(config);
            case train -> train(config);
            case embed -> embed(config);
            case similar -> similar();
            case probe -> probe(config);
        };
    }

    private List<Assignment> assignments() {
        List<Assignment> assignments = new ArrayList<>();
        if (width != null) {
            assignments.add(Assignment.of("--width " + width, "model.width", width));
        }
        if (stage == Stage.train) {
            String size = batch == null ? "24" : batch.toString();
            assignments.add(Assignment.of("--batch " + size, "train.batch_size", size));
            String total = Long.toString((long) steps + TrainBench.WARM_UP_STEPS);
            assignments.add(Assignment.of("--steps " + steps, "train.max_steps", total));
            assignments.add(Assignment.of("--steps " + steps, "train.max_epochs", total));
            assignments.add(Assignment.of("bench", "train.log_every_steps", "2"));
            assignments.add(
                    Assignment.of("bench", "train.checkpoint_every_steps", Integer.toString(Integer.MAX_VALUE)));
        }
        return assignments;
    }

    private Rate augment(ClmrConfig config) throws IOException {
        PretrainConfig pretrain = config.pretrain();
        int window = pretrain.model().samples();
        float[] track = samples(pretrain.model(), NOISE_WINDOWS * window);
        return new AugmentBench(pretrain, track, session().interruption()::check).run(views, options.threadsOrAll());
    }

    /** Returns the samples of --audio, or noise. */
    private float[] samples(ModelConfig model, int noiseSamples) throws IOException {
        if (audio == null) {
            return EmbedBench.noise(noiseSamples);
        }
        float[] samples = SampleFile.readAsStored(audio, model.sampleRateHz(), AudioSelection.defaults());
        if (samples.length < model.samples()) {
            throw new InputException(
                    audio + " has " + samples.length + " samples, expected at least a window of " + model.samples());
        }
        return samples;
    }

    private Rate store(ClmrConfig config) throws IOException {
        Preparation preparation = new Preparation(session(), options.threadsOrAll());
        MusicDataset dataset = preparation.load(config);
        try (ClipReader reader = preparation.open(config, dataset)) {
            if (reader.tracks() == 0) {
                throw new InputException(dataset.name() + " has no usable track");
            }
            return new ReadBench(session().interruption()::check)
                    .store(reader, config.pretrain().model().samples(), windows == null ? 10_000 : windows);
        }
    }

    private Rate decode(ClmrConfig config) throws IOException {
        ModelConfig model = config.pretrain().model();
        DecodeBench bench = new DecodeBench(model.sampleRateHz(), session().interruption()::check);
        int wanted = windows == null ? 100 : windows;
        if (audio != null) {
            return bench.run(List.of(audio), times, model.samples(), wanted, bench.wholeFiles());
        }
        Preparation preparation = new Preparation(session(), options.threadsOrAll());
        MusicDataset dataset = preparation.load(config);
        if (config.store().path().isEmpty()) {
            List<Path> files = dataset.clips().stream().map(Clip::path).toList();
            return bench.run(files, times, model.samples(), wanted, bench.wholeFiles());
        }
        try (ClipReader store = preparation.open(config, dataset)) {
            Map<Path, String> keys = new LinkedHashMap<>();
            dataset.clips().stream()
                    .filter(clip -> store.find(clip.key()).isPresent())
                    .forEach(clip -> keys.put(clip.path(), clip.key()));
            if (keys.isEmpty()) {
                throw new InputException("the store holds no clip of " + dataset.name());
            }
            return bench.run(List.copyOf(keys.keySet()), times, model.samples(), wanted, file -> {
                String key = keys.getOrDefault(file, "");
                float[] samples = new float[Math.toIntExact(store.samples(key))];
                store.read(key, 0, samples);
                return samples;
            });
        }
    }

    private Rate train(ClmrConfig config) throws IOException {
        options.applyThreads();
        PretrainConfig given = config.pretrain();
        PretrainConfig measured = new PretrainConfig(
                given.model(),
                withViews ? given.augment() : List.of(),
                given.augmentViews(),
                given.loss(),
                given.optimizer(),
                given.schedule(),
                given.train());
        Rate rate = new TrainBench(measured).run(session().interruption()::onRequest);
        session().interruption().check();
        return rate;
    }

    private Rate similar() throws IOException {
        SimilarCommand.quietLibrary(console().verbosity());
        try (StageProgress progress = new StageProgress(session())) {
            return new SimilarBench(rows, clustered, progress, session().interruption()::check)
                    .run(queries, Runtime.getRuntime().availableProcessors());
        }
    }

    private Rate probe(ClmrConfig config) {
        for (double fraction : labelFractions) {
            UsageException.checked("--label-fraction", () -> config.probe().withLabelFraction(fraction));
        }
        return new ProbeBench(clips, config.probe(), session().interruption()::check)
                .run(labelFractions, seeds, options.threadsOrAll());
    }

    private Rate embed(ClmrConfig config) throws IOException {
        options.applyThreads();
        Device device = UsageException.checked(
                "train.device", () -> Devices.select(config.pretrain().train().device()));
        int threads = options.threadsOrAll();
        ModelConfig model = config.pretrain().model();
        float[] samples = samples(model, NOISE_WINDOWS * model.samples());
        try (FeatureExtractor encoder = FeatureExtractor.untrained(model, 0, device, threads)) {
            return new EmbedBench(encoder, samples, session().interruption()::check)
                    .run(batch == null ? encoder.batch() : batch, steps, threads);
        }
    }
}
