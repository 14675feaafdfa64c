package io.clmr.cli;

import io.clmr.augment.Operation;
import io.clmr.augment.TransformRegistry;
import io.clmr.cli.audio.SampleFile;
import io.clmr.cli.chart.BeforeAfterChart;
import io.clmr.cli.config.ClmrConfig;
import io.clmr.cli.config.LoadedConfig;
import io.clmr.data.audio.AudioSelection;
import io.clmr.train.PretrainConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clmr augment}: makes the transforms audible, drawn as in training or with parameters of one's own. */
@Command(
        name = "augment",
        headerHeading = "Examples:%n",
        header = {
            "  clmr augment song.mp3 view.wav --seed 42 --epoch 0 --view 1 --plot view.png",
            "  clmr augment song.mp3 out.wav --apply pitch cents=300 --apply reverb reverberance=80 damping=50 room_scale=50",
            ""
        },
        description = {
            "Renders what training would hear of a file: the crop and the chain of one view, from the 16-bit samples"
                    + " that a store would hold. Where positives.name takes other clips, view 1 is cut from the clip of"
                    + " the configured dataset that training would take. With --apply, the named operations instead, in that order.",
            "What was drawn is printed as JSON."
        },
        footer = {
            "",
            "Operations: polarity, gain gain_db=, low_pass cutoff_hz=, high_pass cutoff_hz=, one_pole_low_pass cutoff_hz=,",
            "one_pole_high_pass cutoff_hz=, delay delay_ms= volume=, pitch cents=, tempo cents=,",
            "reverb reverberance= damping= room_scale=, noise relative_std= seed=, and more: an unknown name lists them all."
        })
final class AugmentCommand extends ClmrCommand {

    @Parameters(index = "0", paramLabel = "IN", description = "Any audio file, or mono float32 samples in .npy.")
    private Path in = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT", description = ".wav (32-bit float) or .npy (float32).")
    private Path out = Path.of("");

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--epoch",
            paramLabel = "E",
            description = "Epoch of the view, from 0. Default: ${DEFAULT-VALUE}.",
            defaultValue = "0")
    private long epoch;

    @Option(
            names = "--view",
            paramLabel = "K",
            description = "From 0 to train.views - 1. Default: ${DEFAULT-VALUE}.",
            defaultValue = "0")
    private int view;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "The track's key in training. Default: the key of IN in the configured dataset, else IN's name.")
    private @Nullable String key;

    @Option(
            names = "--apply",
            paramLabel = "NAME [K=V ...]",
            arity = "1",
            parameterConsumer = AppliedOperation.Consumer.class,
            description = "Apply one operation with these parameters; may be repeated, the order counts.")
    private List<AppliedOperation> apply = new ArrayList<>();

    @Option(
            names = "--offset-samples",
            paramLabel = "N",
            description = "Keep the samples from here on, before anything else. Default: ${DEFAULT-VALUE}.",
            defaultValue = "0")
    private long offsetSamples;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Keep so many samples, before anything else. Default: all.")
    private @Nullable Integer samples;

    @Option(
            names = "--sample-rate",
            paramLabel = "HZ",
            description =
                    "Rate to work at; what .npy holds is taken to have it. Default: model.sample_rate_hz (22050 Hz).")
    private @Nullable Integer sampleRateHz;

    @Mixin
    private AudioTrackOption audioTrack = new AudioTrackOption();

    @Option(names = "--plot", paramLabel = "PNG", description = "Draw waveform and spectrogram, before and after.")
    private @Nullable Path plot;

    @Option(
            names = "--background",
            paramLabel = "FILE",
            description = "Music that a background transform of the chain may mix in; may be repeated.")
    private List<Path> background = new ArrayList<>();

    AugmentCommand(Session session) {
        super(session);
    }

    @Override
    int run() throws IOException {
        LoadedConfig loaded = options.load(audioTrack.assignments());
        AudioSelection selection = loaded.config().dataset().audioSelection();
        int rateHz = sampleRateHz == null ? loaded.config().pretrain().model().sampleRateHz() : sampleRateHz;
        check(rateHz, loaded.config().pretrain().train().views());
        List<Operation> operations = new ArrayList<>();
        TransformRegistry registry = TransformRegistry.load();
        for (AppliedOperation wanted : apply) {
            operations.add(wanted.create(registry));
        }
        OutputCheck.file(out);
        if (plot != null) {
            OutputCheck.file(plot);
        }
        Renderer renderer = new Renderer(rateHz, backgroundTracks(rateHz, selection));
        Renderer.Rendering rendering = apply.isEmpty()
                ? trainingView(renderer, loaded.config(), rateHz)
                : renderer.apply(operations, part(SampleFile.read(in, rateHz, selection)));
        SampleFile.write(out, rendering.after(), rateHz);
        if (plot != null) {
            BeforeAfterChart.write(plot, rendering.before(), rendering.after(), rateHz);
        }
        console().out().println(Json.pretty(rendering.description(offsetSamples)));
        return ExitCode.DONE;
    }

    private Renderer.Rendering trainingView(Renderer renderer, ClmrConfig config, int rateHz) throws IOException {
        PretrainConfig pretrain = config.pretrain();
        Renderer.View wanted = view(config);
        if (view == 0 || !pretrain.positives().joinsClips()) {
            float[] track =
                    part(SampleFile.readAsStored(in, rateHz, config.dataset().audioSelection()));
            return renderer.view(pretrain, wanted, renderer.cut(pretrain, wanted, track, in));
        }
        if (offsetSamples != 0 || samples != null || rateHz != pretrain.model().sampleRateHz()) {
            throw new UsageException("--offset-samples, --samples or --sample-rate is given, but view " + view
                    + " is cut from another clip of the dataset, since positives.name is not same_clip; leave them"
                    + " out");
        }
        return renderer.view(pretrain, wanted, new PositiveOfClip(session(), options).cut(config, wanted));
    }

    private Renderer.View view(ClmrConfig config) throws IOException {
        return new Renderer.View(
                config.pretrain().train().seed(), epoch, key == null ? ClipKeys.of(in, config) : key, view);
    }

    private List<float[]> backgroundTracks(int rateHz, AudioSelection selection) throws IOException {
        List<float[]> tracks = new ArrayList<>();
        for (Path file : background) {
            tracks.add(SampleFile.readAsStored(file, rateHz, selection));
        }
        return tracks;
    }

    private void check(int rateHz, int views) {
        if (rateHz < 8000 || rateHz > 192_000) {
            throw new UsageException("--sample-rate is " + rateHz + " Hz, expected 8000 to 192000 Hz");
        }
        if (!SampleFile.canWrite(out)) {
            throw new UsageException("OUT is " + out + ", expected a name that ends in .wav or .npy");
        }
        if (plot != null && !plot.toString().endsWith(".png")) {
            throw new UsageException("--plot is " + plot + ", expected a name that ends in .png");
        }
        if (view < 0 || view >= views) {
            throw new UsageException(
                    "--view is " + view + ", expected 0 to " + (views - 1) + ", since train.views is " + views);
        }
        if (offsetSamples < 0 || (samples != null && samples < 1)) {
            throw new UsageException("--offset-samples is " + offsetSamples + " and --samples is " + samples
                    + ", expected at least 0 and at least 1");
        }
    }

    private float[] part(float[] whole) {
        long end = samples == null ? whole.length : offsetSamples + samples;
        if (offsetSamples >= whole.length || end > whole.length) {
            throw new UsageException("--offset-samples " + offsetSamples + " and --samples "
                    + (samples == null ? "all" : samples.toString()) + " end at sample "
                    + Math.max(end, offsetSamples + 1) + ", but " + in + " has " + whole.length);
        }
        return Arrays.copyOfRange(whole, Math.toIntExact(offsetSamples), Math.toIntExact(end));
    }
}
