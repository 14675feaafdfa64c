package io.clmr.train;

import io.clmr.core.engine.TorchEngine;
import io.clmr.data.store.PcmStore;
import io.clmr.train.run.RunFolder;
import io.clmr.train.views.QuickstartMusic;
import io.clmr.train.views.TrainingSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program of its own that starts or resumes a run, to be killed: {@code RUN STEPS STORE EMA_DECAY}. */
final class TrainingProgram {

    private TrainingProgram() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        SmallRuns runs = SmallRuns.steps(Long.parseLong(arguments[1]));
        PretrainConfig config = runs.config();
        config = config.withTrain(config.train().withEmaDecay(Double.parseDouble(arguments[3])));
        TorchEngine.setThreads(1);
        try (PcmStore music = PcmStore.open(Path.of(arguments[2]))) {
            TrainingSet tracks = QuickstartMusic.all(music, SmallRuns.WINDOW);
            RunFolder run = Files.exists(folder.resolve("run.json"))
                    ? RunFolder.resume(folder, runs.description(tracks))
                    : RunFolder.create(folder, runs.description(tracks));
            try (run) {
                new Pretrainer(config, tracks).run(run, TrainingListener.SILENT);
            }
        }
    }
}
