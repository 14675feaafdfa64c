package io.clmr.augment;

import io.clmr.augment.dsp.Kernels;
import io.clmr.augment.transform.PublishedChains;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The stochastic chain that makes a view: each step is applied with its probability and with freshly drawn parameters.
 *
 * <p>A view is a function of its samples and its {@link RandomStream} alone. A chain owns scratch memory and belongs to one
 * thread; a second thread creates its own.
 */
public final class AugmentationChain {
    private final List<TransformConfig> steps;
    private final Workbench bench;

    private AugmentationChain(List<TransformConfig> steps, Workbench bench) {
        this.steps = List.copyOf(steps);
        this.bench = bench;
    }

    /**
     * Returns a chain with the fastest kernels this Java can run.
     *
     * @param maxSamples length of the longest waveform that will come
     */
    public static AugmentationChain create(List<TransformConfig> steps, int sampleRateHz, int maxSamples) {
        return create(steps, sampleRateHz, maxSamples, Kernels.active());
    }

    /** Returns a chain that runs on the given kernels. */
    public static AugmentationChain create(
            List<TransformConfig> steps, int sampleRateHz, int maxSamples, Kernels kernels) {
        return create(steps, Workbench.create(sampleRateHz, maxSamples, kernels));
    }

    /** Returns a chain that works at the given workbench, which is its own from now on. */
    public static AugmentationChain create(List<TransformConfig> steps, Workbench bench) {
        steps.forEach(step -> step.requireUsableOn(bench));
        return new AugmentationChain(steps, bench);
    }

    /** Returns the steps of a published code, all ranges and probabilities as published. */
    public static List<TransformConfig> published(Recipe recipe) {
        return PublishedChains.of(recipe);
    }

    /** Draws what happens to one view; whether and how each step is applied. */
    public List<AppliedTransform> draw(RandomStream stream) {
        List<AppliedTransform> drawn = new ArrayList<>(steps.size());
        for (TransformConfig step : steps) {
            Optional<Effect> effect = stream.chance(step.p()) ? Optional.of(step.draw(stream)) : Optional.empty();
            drawn.add(new AppliedTransform(step.name(), effect));
        }
        return drawn;
    }

    /** Applies what was drawn, in place; the same draws give the same view again. */
    public void apply(float[] samples, List<AppliedTransform> drawn) {
        bench.requireUsable(samples);
        for (AppliedTransform step : drawn) {
            if (step.effect().isPresent()) {
                step.effect().get().apply(samples, bench);
            }
        }
    }

    /**
     * Draws, applies in place, and returns what was drawn.
     *
     * @throws IllegalArgumentException if the waveform is empty, too long or not finite
     */
    public List<AppliedTransform> apply(float[] samples, RandomStream stream) {
        List<AppliedTransform> drawn = draw(stream);
        apply(samples, drawn);
        return drawn;
    }
}
