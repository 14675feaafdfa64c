package io.clmr.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import io.clmr.core.engine.TorchEngine;
import io.clmr.data.store.PcmStore;
import io.clmr.train.run.RunFolder;
import io.clmr.train.views.QuickstartMusic;
import io.clmr.train.views.TrainingSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of thousands of steps, whose memory must not grow; {@code scripts/soak.sh} runs it. */
class SoakIT {

    private static final String STEPS = "clmr.test.soak.steps";
    private static final String FILE = "clmr.test.soak.csv";
    private static final int INTERVAL = 50;

    /** Below it the second quarter lies in the first 500 steps, in which heap and allocator reach their size. */
    private static final long LEAST_STEPS = 2000;

    /** A thousand epochs, where the small run ends. */
    private static final long MOST_STEPS = 10_000;

    /** Of the last quarter's mean resident set over the second's: what heap and allocator may still gain. */
    private static final double MOST_GROWTH = 1.05;

    private record Sample(long step, int arrays, long residentKib, long heapKib) {}

    @TempDir
    Path temporary;

    @Test
    void memoryIsFlat() throws IOException {
        long steps = Long.getLong(STEPS, 0);
        Assumptions.assumeTrue(
                steps >= LEAST_STEPS && steps <= MOST_STEPS,
                "takes minutes; set -D" + STEPS + " to 2000 to 10000, or run scripts/soak.sh");
        Path status = Path.of("/proc/self/status");
        Assumptions.assumeTrue(Files.isReadable(status), "needs " + status + " for the resident set");
        List<Sample> samples = new ArrayList<>();
        train(steps, new TrainingListener() {
            @Override
            public void stepFinished(long step, long totalSteps) {
                if (step % INTERVAL == 0) {
                    samples.add(sample(step, status));
                }
            }
        });

        Path file = Path.of(System.getProperty(FILE, "target/soak.csv")).toAbsolutePath();
        write(file, samples);
        double second = meanResident(samples, 1);
        double last = meanResident(samples, 3);
        assertEquals(1, samples.stream().map(Sample::arrays).distinct().count(), samples.toString());
        assertTrue(last <= MOST_GROWTH * second, "resident set grew from " + second + " to " + last + " KiB");
    }

    private void train(long steps, TrainingListener listener) throws IOException {
        SmallRuns runs = SmallRuns.steps(steps).checkpointEvery(100);
        TorchEngine.setThreads(1);
        try (PcmStore music =
                QuickstartMusic.prepare(temporary.resolve("store"), 40, SmallRuns.SAMPLE_RATE_HZ, SmallRuns.WINDOW)) {
            TrainingSet tracks = QuickstartMusic.all(music, SmallRuns.WINDOW);
            try (RunFolder run = RunFolder.create(temporary.resolve("run"), runs.description(tracks))) {
                new Pretrainer(runs.config(), tracks).run(run, listener);
            }
        }
    }

    private static Sample sample(long step, Path status) {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            long resident = Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
            Runtime java = Runtime.getRuntime();
            return new Sample(
                    step,
                    manager.getParentManager().getManagedArrays().size(),
                    resident,
                    (java.totalMemory() - java.freeMemory()) >> 10);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, List<Sample> samples) throws IOException {
        List<String> lines = new ArrayList<>(List.of("step,live_arrays,resident_kib,heap_used_kib"));
        samples.forEach(sample ->
                lines.add(sample.step() + "," + sample.arrays() + "," + sample.residentKib() + "," + sample.heapKib()));
        Files.createDirectories(file.resolveSibling("x").getParent());
        Files.write(file, lines);
    }

    /** @param quarter of the run, from 0 */
    private static double meanResident(List<Sample> samples, int quarter) {
        return samples.subList(quarter * samples.size() / 4, (quarter + 1) * samples.size() / 4).stream()
                .mapToLong(Sample::residentKib)
                .average()
                .orElseThrow();
    }
}
