package io.clmr.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clmr.augment.Range;
import io.clmr.core.engine.TorchEngine;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.Split;
import io.clmr.data.store.PcmStore;
import io.clmr.train.run.RunFolder;
import io.clmr.train.views.PositivesConfig;
import io.clmr.train.views.PositivesConfig.Kind;
import io.clmr.train.views.QuickstartMusic;
import io.clmr.train.views.TrainingSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training with other positives than the paper's, on clips of which each two make a song. */
class PositivesIT {

    private static final SmallRuns RUNS = SmallRuns.steps(7).checkpointEvery(100);
    private static final String LAST = "step-0000007";

    @TempDir
    static Path shared;

    private static PcmStore music;
    private static TrainingSet tracks;
    private static String paper;

    @TempDir
    private Path temporary = Path.of("");

    @BeforeAll
    static void trainAsThePaper() throws IOException {
        TorchEngine.setThreads(1);
        music = QuickstartMusic.prepare(shared.resolve("store"), 12, SmallRuns.SAMPLE_RATE_HZ, SmallRuns.WINDOW);
        List<Clip> clips = IntStream.range(0, 12)
                .mapToObj(i -> new Clip(
                        music.track(i).key(),
                        Path.of("x"),
                        Split.TRAIN,
                        Optional.empty(),
                        "song " + i / 2,
                        Optional.empty()))
                .toList();
        tracks = TrainingSet.ofClips(music, clips, SmallRuns.WINDOW);
        paper = weights(shared.resolve("paper"), RUNS.config());
    }

    @AfterAll
    static void close() throws IOException {
        music.close();
    }

    private static PretrainConfig config(Kind kind) {
        PretrainConfig usual = RUNS.config();
        return new PretrainConfig(
                usual.model(),
                usual.augment(),
                usual.augmentViews(),
                new PositivesConfig(kind, new Range(0, 1), Optional.empty()),
                usual.loss(),
                usual.optimizer(),
                usual.schedule(),
                usual.train());
    }

    private static String weights(Path folder, PretrainConfig config) throws IOException {
        try (RunFolder run = RunFolder.create(folder, RUNS.description(tracks))) {
            new Pretrainer(config, tracks).run(run, TrainingListener.SILENT);
        }
        return SmallRuns.weights(folder, LAST);
    }

    @Test
    void sameClipIsThePapersRun() throws IOException {
        assertEquals(paper, weights(temporary.resolve("run"), config(Kind.SAME_CLIP)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"NEIGHBOUR", "SAME_SONG"})
    void stoppedInAnEpochAndResumedIsTheSameOtherRun(Kind kind) throws IOException {
        String straight = weights(temporary.resolve("straight"), config(kind));
        Path broken = temporary.resolve("broken");
        Pretrainer first = new Pretrainer(config(kind), tracks);
        try (RunFolder run = RunFolder.create(broken, RUNS.description(tracks))) {
            first.run(run, new TrainingListener() {
                @Override
                public void stepFinished(long step, long totalSteps) {
                    if (step == 4) { // three batches an epoch
                        first.stop();
                    }
                }
            });
        }
        try (RunFolder run = RunFolder.resume(broken, RUNS.description(tracks))) {
            new Pretrainer(config(kind), tracks).run(run, TrainingListener.SILENT);
        }

        assertEquals(straight, SmallRuns.weights(broken, LAST));
        assertNotEquals(paper, straight);
    }

    @Test
    void whatTheSetDoesNotKnowIsRefusedBeforeTheRun() {
        assertThrows(IllegalArgumentException.class, () -> new Pretrainer(config(Kind.SAME_ARTIST), tracks));
    }
}
