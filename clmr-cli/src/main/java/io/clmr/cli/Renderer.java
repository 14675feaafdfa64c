package io.clmr.cli;

import io.clmr.augment.AppliedTransform;
import io.clmr.augment.AugmentationChain;
import io.clmr.augment.BackgroundSource;
import io.clmr.augment.Operation;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Workbench;
import io.clmr.train.AugmentViews;
import io.clmr.train.PretrainConfig;
import io.clmr.train.views.PositivesConfig;
import io.clmr.train.views.ViewCrops;
import io.clmr.train.views.ViewSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes views and applies operations outside of training. */
final class Renderer {

    /**
     * Which view of which track.
     *
     * @param number 0 or 1
     */
    record View(long seed, long epoch, String key, int number) {}

    /**
     * The window that a view is made of.
     *
     * @param key of the track it is cut from, the view's own or that of its positive
     * @param stream the view's, behind what the crop took
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Cut(String key, int offsetSamples, float[] window, RandomStream stream) {}

    /**
     * A waveform before and after, and what was done in between.
     *
     * @param facts for the user, by name
     * @param offset of the first sample in what was given
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Rendering(float[] before, float[] after, Map<String, Object> facts, long offset, List<Object> steps) {

        /** Returns all that was drawn, with the offset counted from the start of the file. */
        Map<String, Object> description(long startSamples) {
            Map<String, Object> description = new LinkedHashMap<>(facts);
            description.put("offset_samples", startSamples + offset);
            description.put("samples", after.length);
            description.put("steps", steps);
            return description;
        }
    }

    private final int sampleRateHz;
    private final List<float[]> background;

    /**
     * Prepares for waveforms of one rate.
     *
     * @param background what a background transform may mix in; may be empty
     */
    Renderer(int sampleRateHz, List<float[]> background) {
        this.sampleRateHz = sampleRateHz;
        this.background = background;
    }

    private Workbench workbench(int maxSamples) {
        Workbench bench = Workbench.create(sampleRateHz, maxSamples);
        return background.isEmpty() ? bench : bench.withBackground(BackgroundSource.of(background));
    }

    /** Applies operations one after another. */
    Rendering apply(List<Operation> operations, float[] before) {
        float[] after = before;
        List<Object> steps = new ArrayList<>();
        for (Operation operation : operations) {
            float[] input = after;
            String name = operation.type().name();
            after = UsageException.checked("--apply " + name, () -> operation.render(input, workbench(input.length)));
            Map<String, Object> step = new LinkedHashMap<>();
            step.put("operation", name);
            step.put("parameters", operation.parameters());
            steps.add(step);
        }
        return new Rendering(before, after, Map.of("sample_rate_hz", sampleRateHz), 0, steps);
    }

    /**
     * Cuts a view's window out of its own track.
     *
     * @param track the whole track
     * @param file it came from, for messages
     */
    Cut cut(PretrainConfig config, View view, float[] track, Path file) throws InputException {
        int window = config.model().samples();
        if (track.length < window) {
            throw new InputException(file + " gives " + track.length + " samples at " + sampleRateHz
                    + " Hz, expected at least one window of " + window + "; training leaves such a track out");
        }
        ViewSettings settings = config.views();
        ViewCrops crops = ViewCrops.ofTrack(
                view.number() == 0 ? settings.withPositives(PositivesConfig.defaults()) : settings,
                view.key(),
                track.length,
                sampleRateHz);
        RandomStream stream = crops.stream(0, view.epoch(), view.number());
        int offset = crops.draw(0, view.epoch(), view.number(), stream).offsetSamples();
        return new Cut(view.key(), offset, Arrays.copyOfRange(track, offset, offset + window), stream);
    }

    /** Makes a view as a view worker does: the stream that gave the crop gives whatever the chain draws. */
    Rendering view(PretrainConfig config, View view, Cut cut) {
        float[] before = cut.window();
        float[] after = before.clone();
        List<Object> steps = new ArrayList<>();
        if (view.number() == 0 || config.augmentViews() == AugmentViews.BOTH) {
            AugmentationChain chain = UsageException.checked(
                    "augment", () -> AugmentationChain.create(config.augment(), workbench(before.length)));
            chain.apply(after, cut.stream()).forEach(drawn -> steps.add(describe(drawn)));
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("seed", view.seed());
        facts.put("epoch", view.epoch());
        facts.put("key", view.key());
        facts.put("view", view.number());
        if (!cut.key().equals(view.key())) {
            facts.put("cut_from", cut.key());
        }
        facts.put("sample_rate_hz", sampleRateHz);
        return new Rendering(before, after, facts, cut.offsetSamples(), steps);
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
