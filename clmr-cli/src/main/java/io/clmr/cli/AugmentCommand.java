package io.clmr.cli;

import io.clmr.augment.AppliedTransform;
import io.clmr.augment.AugmentationChain;
import io.clmr.augment.Operation;
import io.clmr.augment.RandomStream;
import io.clmr.augment.TransformRegistry;
import io.clmr.augment.Workbench;
import io.clmr.cli.audio.SampleFile;
import io.clmr.cli.chart.BeforeAfterChart;
import io.clmr.cli.config.ClmrConfig;
import io.clmr.cli.config.LoadedConfig;
import io.clmr.train.AugmentViews;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            "  clmr augment song.mp3 out.wav --apply pitch cents=300 --apply reverb reverberance=80",
            ""
        },
        description = {
            "Renders what training would hear of a file: the crop and the chain of one view, from the 16-bit samples"
                    + " that a store would hold. With --apply, the named operations instead, in that order.",
            "What was drawn is printed as JSON."
        },
        footer = {
            "",
            "Operations: polarity, gain gain_db=, low_pass cutoff_hz=, high_pass cutoff_hz=, one_pole_low_pass cutoff_hz=,",
            "one_pole_high_pass cutoff_hz=, delay delay_ms= volume=, pitch cents=, tempo cents=,",
            "reverb reverberance= damping= room_scale=, noise relative_std= seed=, and those of TarsosDSP."
        })
final class AugmentCommand extends ClmrCommand {

    @Parameters(index = "0", paramLabel = "IN", description = "Any audio file, or mono float32 samples in .npy.")
    private Path in = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT", description = ".wav (32-bit float) or .npy (float32).")
    private Path out = Path.of("");

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--epoch", paramLabel = "E", description = "Epoch of the view, from 0.", defaultValue = "0")
    private long epoch;

    @Option(names = "--view", paramLabel = "K", description = "0 or 1.", defaultValue = "0")
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
            description = "Keep the samples from here on, before anything else.",
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
            description = "Rate to work at; what .npy holds is taken to have it. Default: model.sample_rate_hz.")
    private @Nullable Integer sampleRateHz;

    @Option(names = "--plot", paramLabel = "X.png", description = "Draw waveform and spectrogram, before and after.")
    private @Nullable Path plot;

    /** A waveform before and after, and what was done in between. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record Rendering(float[] before, float[] after, Map<String, Object> description) {}

    AugmentCommand(Session session) {
        super(session);
    }

    @Override
    int run() throws IOException {
        LoadedConfig loaded = options.load();
        int rateHz = sampleRateHz == null ? loaded.config().pretrain().model().sampleRateHz() : sampleRateHz;
        check(rateHz);
        List<Operation> operations = new ArrayList<>();
        TransformRegistry registry = TransformRegistry.load();
        for (AppliedOperation wanted : apply) {
            operations.add(wanted.create(registry));
        }
        OutputCheck.file(out);
        if (plot != null) {
            OutputCheck.file(plot);
        }
        float[] whole = apply.isEmpty() ? SampleFile.readAsStored(in, rateHz) : SampleFile.read(in, rateHz);
        float[] part = part(whole);
        Rendering rendering = apply.isEmpty() ? view(loaded.config(), part, rateHz) : applied(operations, part, rateHz);
        SampleFile.write(out, rendering.after(), rateHz);
        if (plot != null) {
            BeforeAfterChart.write(plot, rendering.before(), rendering.after(), rateHz);
        }
        console().out().println(Json.pretty(rendering.description()));
        return ExitCode.DONE;
    }

    private void check(int rateHz) {
        if (rateHz < 8000 || rateHz > 192_000) {
            throw new UsageException("--sample-rate is " + rateHz + " Hz, expected 8000 to 192000 Hz");
        }
        if (!SampleFile.canWrite(out)) {
            throw new UsageException("OUT is " + out + ", expected a name that ends in .wav or .npy");
        }
        if (plot != null && !plot.toString().endsWith(".png")) {
            throw new UsageException("--plot is " + plot + ", expected a name that ends in .png");
        }
        if (view != 0 && view != 1) {
            throw new UsageException("--view is " + view + ", expected 0 or 1");
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

    private Rendering applied(List<Operation> operations, float[] before, int rateHz) {
        float[] after = before;
        List<Object> steps = new ArrayList<>();
        for (Operation operation : operations) {
            String name = operation.type().name();
            float[] input = after;
            after = UsageException.checked(
                    "--apply " + name, () -> operation.render(input, Workbench.create(rateHz, input.length)));
            steps.add(step(name, Map.of("parameters", operation.parameters())));
        }
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("sample_rate_hz", rateHz);
        description.put("offset_samples", offsetSamples);
        description.put("samples", after.length);
        description.put("steps", steps);
        return new Rendering(before, after, description);
    }

    private static Map<String, Object> step(String name, Map<String, ?> more) {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("operation", name);
        step.putAll(more);
        return step;
    }

    /** As a view worker does it: one stream gives the crop's offset first, then whatever the chain draws. */
    private Rendering view(ClmrConfig config, float[] track, int rateHz) throws IOException {
        int window = config.pretrain().model().samples();
        if (track.length < window) {
            throw new InputException(in + " gives " + track.length + " samples at " + rateHz
                    + " Hz, expected at least one window of " + window + "; training leaves such a track out");
        }
        long seed = config.pretrain().train().seed();
        String trackKey = key == null ? ClipKeys.of(in, config) : key;
        RandomStream stream = RandomStream.forView(seed, epoch, trackKey, view);
        int offset = stream.uniformInt(0, track.length - window);
        float[] before = Arrays.copyOfRange(track, offset, offset + window);
        float[] after = before.clone();
        List<Object> steps = new ArrayList<>();
        if (view == 0 || config.pretrain().augmentViews() == AugmentViews.BOTH) {
            AugmentationChain chain = UsageException.checked(
                    "augment", () -> AugmentationChain.create(config.pretrain().augment(), rateHz, window));
            for (AppliedTransform drawn : chain.apply(after, stream)) {
                steps.add(describe(drawn));
            }
        }
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("seed", seed);
        description.put("epoch", epoch);
        description.put("key", trackKey);
        description.put("view", view);
        description.put("sample_rate_hz", rateHz);
        description.put("offset_samples", offsetSamples + offset);
        description.put("samples", window);
        description.put("steps", steps);
        return new Rendering(before, after, description);
    }

    private static Map<String, Object> describe(AppliedTransform drawn) {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("transform", drawn.name());
        step.put("applied", drawn.applied());
        drawn.operation().ifPresent(operation -> step.put("operation", operation));
        step.put("parameters", drawn.parameters());
        return step;
    }
}
