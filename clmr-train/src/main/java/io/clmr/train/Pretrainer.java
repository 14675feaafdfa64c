package io.clmr.train;

import ai.djl.Device;
import io.clmr.core.engine.Devices;
import io.clmr.core.engine.EngineException;
import io.clmr.core.engine.EngineReport;
import io.clmr.core.engine.Precision;
import io.clmr.train.run.RunFolder;
import io.clmr.train.run.RunMetrics;
import io.clmr.train.views.TrainingSet;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains an encoder contrastively; one object a run.
 *
 * <p>On the CPU a run is a pure function of configuration, data and the engine's number of threads: stopping, killing
 * and resuming it changes nothing. The program must not end while {@link #run} is at work, since native code would be
 * torn down under it: a signal handler calls {@link #stopAndWait} first.
 */
public final class Pretrainer {

    private static final Logger LOG = LoggerFactory.getLogger(Pretrainer.class);

    private final PretrainConfig config;
    private final TrainingSet tracks;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Optional<Thread> runner = Optional.empty();
    private volatile boolean stopRequested;
    private Optional<OnlineProbe> probe = Optional.empty();

    /**
     * Prepares a run.
     *
     * @throws IllegalArgumentException if there are fewer tracks or songs than a batch has, their rate is not the model's,
     *     or nothing is known of the positives that are asked for
     */
    public Pretrainer(PretrainConfig config, TrainingSet tracks) {
        RunLength.of(config.train(), tracks);
        tracks.checkPositives(config.positives());
        if (tracks.sampleRateHz() != config.model().sampleRateHz()) {
            throw new IllegalArgumentException("the tracks have " + tracks.sampleRateHz()
                    + " Hz, model.sample_rate_hz is " + config.model().sampleRateHz()
                    + "; prepare the dataset for this rate");
        }
        this.config = config;
        this.tracks = tracks;
    }

    /** Sets the evaluation that {@code train.online_probe} asks for. */
    public void setOnlineProbe(OnlineProbe onlineProbe) {
        probe = Optional.of(onlineProbe);
    }

    /**
     * Trains from where the folder stands to the end, or until {@link #stop}.
     *
     * @param folder open; stays open
     * @throws DivergedException if loss or parameters are not finite any more
     * @throws IOException if audio cannot be read or the folder cannot be written; the checkpoints so far stay
     */
    public Outcome run(RunFolder folder, TrainingListener listener) throws IOException {
        synchronized (this) {
            if (runner.isPresent()) {
                throw new IllegalStateException("this run was started before; make another Pretrainer");
            }
            runner = Optional.of(Thread.currentThread());
        }
        try {
            Device device = Devices.select(config.train().device());
            checkPrecision(device);
            if (tracks.leftOut() > 0) {
                LOG.warn(
                        "{} of the training clips are unusable or shorter than a window and left out",
                        tracks.leftOut());
            }
            if (config.positives().joinsClips()) {
                LOG.info(
                        "{} of {} tracks have another clip for a positive, the others their own",
                        tracks.tracksWithPartner(config.positives()),
                        tracks.size());
            }
            try (RunMetrics metrics = folder.openMetrics(machine(device));
                    TrainingLoop loop = new TrainingLoop(config, tracks, device, folder, metrics, listener, probe)) {
                return loop.run(() -> stopRequested);
            }
        } finally {
            over.countDown();
        }
    }

    private void checkPrecision(Device device) {
        String advice = config.train().precision().check(System.getenv());
        if (!device.isGpu() || advice.isEmpty()) {
            return;
        }
        if (config.train().precision() == Precision.TF32) {
            throw new EngineException(advice);
        }
        LOG.info("{}", advice);
    }

    private Map<String, String> machine(Device device) {
        EngineReport engine = EngineReport.collect();
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("java", System.getProperty("java.vendor", "") + " " + System.getProperty("java.version", ""));
        machine.put("os", System.getProperty("os.name", "") + " " + System.getProperty("os.arch", ""));
        machine.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        machine.put("djl", engine.engineVersion());
        machine.put("libtorch", engine.libtorchVersion());
        machine.put("engine_threads", Integer.toString(engine.threads()));
        machine.put("device", device.toString());
        machine.put("view_workers", Integer.toString(config.train().workerCount()));
        return machine;
    }

    /** Asks the run to finish its step, save and return; from any thread, at any time, more than once. */
    public void stop() {
        stopRequested = true;
    }

    /**
     * Asks the run to stop and waits until {@link #run} is over and its native memory is released.
     *
     * <p>Returns at once if no run was started, or if called on the thread that runs, which cannot wait for itself.
     */
    public void stopAndWait() {
        stop();
        Optional<Thread> running = runner;
        if (running.isEmpty() || running.get() == Thread.currentThread()) {
            return;
        }
        boolean interrupted = false;
        while (true) {
            try {
                over.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // leaving now would let the program end in the middle of a native call
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
