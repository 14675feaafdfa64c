package io.clmr.cli;

import io.clmr.cli.config.ClmrConfig;
import io.clmr.cli.console.CrashLog;
import io.clmr.cli.console.Progress;
import io.clmr.core.model.ModelConfig;
import io.clmr.data.audio.DecodeNote;
import io.clmr.data.check.CheckOptions;
import io.clmr.data.check.CheckReport;
import io.clmr.data.check.DatasetCheck;
import io.clmr.data.dataset.DatasetConfig;
import io.clmr.data.dataset.DatasetConfig.MissingAudio;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.list.Exclusions;
import io.clmr.data.store.PcmStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code clmr check}: the dataset doctor. */
@Command(
        name = "check",
        headerHeading = "Examples:%n",
        header = {
            "  clmr check --config configs/mtat.yaml",
            "  clmr check --set dataset.format=folder --set dataset.root=/music --json > report.json",
            "  clmr check --config configs/folder.yaml --set dataset.root=/music --split 0.8/0.1/0.1 --group-by artist",
            ""
        },
        description = "Examines a dataset: unreadable, empty, short, silent, clipped or wrong-rate audio, constant"
                + " offsets, exact and near duplicates, songs and duplicates in more than one split, tags without"
                + " positives, audio without labels and labels without audio. Decodes every file once, or reads the"
                + " store (store.path) where it is fresh. Prints counts and examples; --json prints every case. Exit"
                + " code 0: no problems; 1: some. Notices, such as a rate below the model's, are shown apart and end with"
                + " 0, unless --strict is given.")
final class CheckCommand extends ClmrCommand {

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private SplitOptions split = new SplitOptions();

    @Mixin
    private RetryOptions retry = new RetryOptions();

    @Option(
            names = "--examples",
            paramLabel = "N",
            description = "Cases shown of each kind. Default: ${DEFAULT-VALUE}.",
            defaultValue = "3")
    private int examples;

    @Option(
            names = "--strict",
            description = "End with 1 for notices, too: what is worth knowing, but needs no change.")
    private boolean strict;

    CheckCommand(Session session) {
        super(session);
    }

    @Override
    @SuppressWarnings("try") // the note is held, not used
    int run() throws IOException {
        if (examples < 0) {
            throw new UsageException("--examples is " + examples + ", expected 0 or more");
        }
        ClmrConfig config = options.load(split.assignments()).config();
        // What is listed but not there is to be reported, not to end the loading.
        DatasetConfig place = config.requireDataset().withMissingAudio(MissingAudio.KEEP);
        MusicDataset dataset = MusicDataset.load(place);
        long start = System.nanoTime();
        CheckReport report;
        Optional<PcmStore> store = store(config);
        try (DecodeNote note = note(place.root());
                Progress progress = console().progress("check", "files")) {
            report = DatasetCheck.run(dataset, place.root(), checkOptions(config, store), (done, total) -> {
                session().interruption().check();
                progress.update(done, total, "");
            });
        } finally {
            store.ifPresent(PcmStore::close);
        }
        CheckText text = new CheckText(report, (System.nanoTime() - start) / 1e9);
        print(text.asJson(), text.asText(examples));
        boolean clean = strict ? report.findings().isEmpty() : report.clean();
        return clean ? ExitCode.DONE : ExitCode.FINDINGS;
    }

    /** A check writes no output, so what it decodes is noted in the folder of the logs. */
    private DecodeNote note(Path root) {
        String name = "check-"
                + UUID.nameUUIDFromBytes(
                        root.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8));
        return DecodeNote.open(CrashLog.of(session().environment()).folder().resolve(name), retry.forgetsCrashes());
    }

    private CheckOptions checkOptions(ClmrConfig config, Optional<PcmStore> store) {
        ModelConfig model = config.pretrain().model();
        return new CheckOptions(
                model.sampleRateHz(),
                model.samples(),
                options.threadsOrAll(),
                config.dataset().audioSelection(),
                store,
                new Exclusions(config.dataset().exclude()));
    }

    /** Opens the configured store, if it is there and finished; it must be of the model's rate. */
    private Optional<PcmStore> store(ClmrConfig config) throws IOException {
        Optional<Path> path = config.store().path();
        if (path.isEmpty() || !Files.exists(path.get().resolve("index.jsonl"))) {
            return Optional.empty();
        }
        return Optional.of(PcmStore.open(
                path.get(),
                config.pretrain().model().sampleRateHz(),
                config.dataset().audioSelection()));
    }
}
