package io.clmr.cli;

import io.clmr.cli.config.ClmrConfig;
import io.clmr.cli.config.ConfigException;
import io.clmr.cli.console.Progress;
import io.clmr.core.model.ModelConfig;
import io.clmr.data.archive.PackedAudio;
import io.clmr.data.dataset.DatasetConfig;
import io.clmr.data.dataset.DatasetFormats;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.store.ClipReader;
import io.clmr.data.store.DirectClipReader;
import io.clmr.data.store.PcmStore;
import io.clmr.data.store.PrepareListener;
import io.clmr.data.store.PrepareOptions;
import io.clmr.data.store.PreparePlan;
import io.clmr.data.store.PrepareProgress;
import io.clmr.data.store.StoreBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Decodes datasets and opens what was decoded, for the commands that need audio. */
final class Preparation {

    /** A file that gives no usable audio. */
    record Refused(String key, String verdict, String reason) {}

    /** What was decoded. */
    record Result(
            Path store,
            String dataset,
            int tracks,
            int reused,
            List<Refused> refused,
            long bytesWritten,
            double audioSeconds,
            double seconds) {}

    /** The newest state that the workers told. */
    private static final class LastProgress {
        private volatile PrepareProgress state = new PrepareProgress(0, 0, 0, 0, 0, 0, 0, 0, 0);
        private volatile boolean told;
    }

    private final Session session;
    private final int threads;

    Preparation(Session session, int threads) {
        this.session = session;
        this.threads = threads;
    }

    /** Decodes what the store does not hold yet. */
    Result prepare(ClmrConfig config) throws IOException {
        return prepare(config, false);
    }

    /**
     * Decodes what the store does not hold yet.
     *
     * @param retryFailed whether what was refused before is decoded again
     */
    Result prepare(ClmrConfig config, boolean retryFailed) throws IOException {
        unpack(config);
        MusicDataset dataset = load(config);
        if (!dataset.passedOver().isEmpty()) {
            session.console().say("clmr: " + dataset.name() + ": passed over: " + dataset.passedOver());
        }
        Path path = config.store()
                .path()
                .orElseThrow(() -> new ConfigException("store.path is none, expected a folder for the decoded audio:"
                        + " give --set store.path=FOLDER"));
        OutputCheck.folder(path);
        long start = System.nanoTime();
        LastProgress last = new LastProgress();
        try (Progress progress = session.console().progress("prepare", "files");
                PcmStore store = StoreBuilder.prepare(
                        path, dataset.clips(), options(config, retryFailed), listener(progress, last))) {
            return new Result(
                    path,
                    dataset.name(),
                    store.tracks(),
                    last.told ? last.state.reused() : store.tracks(), // nothing was left to decode, so nothing was told
                    store.refused().stream()
                            .map(track -> new Refused(
                                    track.key(), track.verdict().name().toLowerCase(Locale.ROOT), track.reason()))
                            .toList(),
                    last.state.bytesWritten(),
                    last.state.audioSeconds(),
                    (System.nanoTime() - start) / 1e9);
        }
    }

    /** Unpacks the archive that the audio came in, if there is one and anything of it is not unpacked yet. */
    private void unpack(ClmrConfig config) throws IOException {
        DatasetConfig dataset = config.requireDataset();
        Optional<PackedAudio> found =
                DatasetFormats.load().byName(dataset.format()).packed(dataset);
        if (found.isEmpty()) {
            return;
        }
        try (PackedAudio packed = found.get()) {
            if (packed.pending() > 0) {
                try (Progress progress = session.console().progress("unpack", "files")) {
                    packed.unpack((done, total) -> {
                        progress.update(done, total, "");
                        session.interruption().check();
                    });
                }
            }
        }
    }

    /** Reads lists, labels and splits, and passes on what was noticed. */
    MusicDataset load(ClmrConfig config) throws IOException {
        MusicDataset dataset = MusicDataset.load(config.requireDataset());
        dataset.findings().forEach(finding -> session.console().say("clmr: " + dataset.name() + ": " + finding));
        return dataset;
    }

    /**
     * Opens the audio of a dataset: its store, or without one the compressed files, each decoded once to know it. Tells
     * which clips give none.
     */
    ClipReader open(ClmrConfig config, MusicDataset dataset) throws IOException {
        ClipReader reader = openSilently(config, dataset);
        LeftOut leftOut = LeftOut.of(dataset, reader);
        if (!leftOut.reasons().isEmpty()) {
            session.console().say("clmr: " + leftOut.text());
        }
        return reader;
    }

    private ClipReader openSilently(ClmrConfig config, MusicDataset dataset) throws IOException {
        ModelConfig model = config.pretrain().model();
        if (config.store().path().isPresent()) {
            Path path = config.store().path().get();
            if (!Files.isDirectory(path)) {
                throw new InputException(path + " is not there, expected the store of " + dataset.name()
                        + "; run 'clmr prepare' with the same options first, or use --set store.path=none");
            }
            return PcmStore.open(path, model.sampleRateHz(), config.dataset().audioSelection());
        }
        try (Progress progress = session.console().progress("scan", "files")) {
            return DirectClipReader.scan(
                    dataset.clips(), options(config, false), listener(progress, new LastProgress()));
        }
    }

    private PrepareOptions options(ClmrConfig config, boolean retryFailed) {
        ModelConfig model = config.pretrain().model();
        return UsageException.checked(
                "model",
                () -> new PrepareOptions(
                        model.sampleRateHz(),
                        model.samples(),
                        threads,
                        config.dataset().audioSelection(),
                        retryFailed));
    }

    private PrepareListener listener(Progress progress, LastProgress last) {
        return new PrepareListener() {
            @Override
            public void planned(PreparePlan plan) {
                session.console().say("clmr: " + text(plan));
            }

            @Override
            public void progressed(PrepareProgress state) {
                last.state = state;
                last.told = true;
                progress.update(
                        state.done(), state.total(), state.refused() == 0 ? "" : state.refused() + " files unusable");
                session.interruption().check();
            }
        };
    }

    private static String text(PreparePlan plan) {
        return String.format(
                Locale.ROOT,
                "%d of %d files to decode%s%s; about %.2f GB needed, %.2f GB free",
                plan.toDecode(),
                plan.total(),
                plan.reused() > 0 ? ", " + plan.reused() + " are in the store" : "",
                plan.changed() > 0 ? ", " + plan.changed() + " of them again, as they have changed since" : "",
                plan.needBytes() / 1e9,
                plan.freeBytes() / 1e9);
    }
}
