package io.clmr.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.clmr.augment.dsp.Kernels;
import io.clmr.augment.transform.FilterConfig;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AugmentationChainTest {
    private static final int RATE_HZ = 22050;
    private static final int SAMPLES = 8000;

    static List<Kernels> kernels() {
        return TestKernels.all().toList();
    }

    @ParameterizedTest
    @EnumSource(Recipe.class)
    void allKernelsMakeTheSameViews(Recipe recipe) {
        for (int view = 0; view < 20; view++) {
            float[] expected = view(recipe, view, Kernels.scalar());
            for (Kernels kernels : kernels()) {
                assertArrayEquals(expected, view(recipe, view, kernels), "view " + view + ", " + kernels);
            }
        }
    }

    private static float[] view(Recipe recipe, int view, Kernels kernels) {
        float[] samples = TestSignals.noise(view, 0.7, SAMPLES);
        AugmentationChain.create(AugmentationChain.published(recipe), RATE_HZ, SAMPLES, kernels)
                .apply(samples, RandomStream.forView(42, 1, "track", view));
        return samples;
    }

    @Test
    void appliesDrawsAgain() {
        AugmentationChain chain = published();
        float[] view = TestSignals.noise(1, 0.7, SAMPLES);
        float[] again = view.clone();

        List<AppliedTransform> drawn = chain.apply(view, RandomStream.of(6));
        chain.apply(again, drawn);

        assertArrayEquals(view, again);
    }

    @Test
    void saysWhatItDrew() {
        List<AppliedTransform> drawn = published().draw(RandomStream.of(12));

        assertEquals(
                List.of("polarity", "noise", "gain", "filter", "delay", "pitch", "reverb"),
                drawn.stream().map(AppliedTransform::name).toList());
    }

    @Test
    void namesTheDrawnOperationAndItsParameters() {
        FilterConfig always =
                new FilterConfig(1, FilterConfig.Kind.SINC, new Range(3000, 3000), new Range(500, 500), false);
        Set<String> drawn = new TreeSet<>();
        for (int seed = 0; seed < 50; seed++) {
            AppliedTransform filter = AugmentationChain.create(List.of(always), RATE_HZ, SAMPLES)
                    .draw(RandomStream.of(seed))
                    .get(0);
            drawn.add(filter.operation().orElseThrow() + " " + filter.parameters());
        }

        assertEquals(Set.of("high_pass {cutoff_hz=500.0}", "low_pass {cutoff_hz=3000.0}"), drawn);
    }

    @Test
    void leavesOutStepsOfProbabilityZero() {
        for (int seed = 0; seed < 100; seed++) {
            List<AppliedTransform> drawn = AugmentationChain.create(
                            AugmentationChain.published(Recipe.CLMR_V1), RATE_HZ, SAMPLES)
                    .draw(RandomStream.of(seed));
            assertFalse(find("noise", drawn).applied());
        }
    }

    @Test
    void viewsDifferInEveryCoordinate() {
        float[] base = viewAt(1, 2, "a", 0);

        assertFalse(Arrays.equals(base, viewAt(2, 2, "a", 0)));
        assertFalse(Arrays.equals(base, viewAt(1, 3, "a", 0)));
        assertFalse(Arrays.equals(base, viewAt(1, 2, "b", 0)));
        assertFalse(Arrays.equals(base, viewAt(1, 2, "a", 1)));
        assertArrayEquals(base, viewAt(1, 2, "a", 0));
    }

    private static float[] viewAt(long seed, long epoch, String track, int view) {
        float[] samples = TestSignals.noise(1, 0.7, SAMPLES);
        published().apply(samples, RandomStream.forView(seed, epoch, track, view));
        return samples;
    }

    @Test
    void silenceStaysSilent() {
        AugmentationChain chain = published();
        for (int seed = 0; seed < 30; seed++) {
            float[] silence = new float[SAMPLES];
            chain.apply(silence, RandomStream.of(seed));
            for (float sample : silence) {
                assertEquals(0f, Math.abs(sample)); // a negative zero is as silent
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void allocatesLessThanFourKilobytesAView(Kernels kernels) {
        AugmentationChain chain =
                AugmentationChain.create(AugmentationChain.published(Recipe.CLMR_V2), RATE_HZ, 59049, kernels);
        float[] samples = TestSignals.noise(1, 0.7, 59049);
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 20 && allocated >= 4096; round++) { // until the JIT compiler has done its part
            allocated = allocatedPerView(chain, samples, 200);
        }

        assertTrue(allocated < 4096, allocated + " bytes a view");
    }

    private static long allocatedPerView(AugmentationChain chain, float[] samples, int views) {
        float[] view = new float[samples.length];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        makeViews(chain, samples, view, views);
        return (threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / views;
    }

    private static void makeViews(AugmentationChain chain, float[] samples, float[] view, int count) {
        for (int seed = 0; seed < count; seed++) {
            System.arraycopy(samples, 0, view, 0, samples.length);
            chain.apply(view, RandomStream.of(seed));
        }
    }

    @Test
    void refusesWhatIsNotFiniteAndNamesTheSample() {
        float[] samples = new float[SAMPLES];
        samples[137] = Float.NaN;

        assertEquals(
                "sample 137 is NaN, expected a finite number",
                assertThrows(IllegalArgumentException.class, () -> published().apply(samples, RandomStream.of(1)))
                        .getMessage());
        samples[137] = 0;
        samples[SAMPLES - 1] = Float.NEGATIVE_INFINITY;
        assertEquals(
                "sample 7999 is -Infinity, expected a finite number",
                assertThrows(IllegalArgumentException.class, () -> published().apply(samples, RandomStream.of(1)))
                        .getMessage());
    }

    @Test
    void refusesWaveformsLongerThanAnnounced() {
        assertEquals(
                "waveform has 8001 samples, allowed are 1 to 8000",
                assertThrows(IllegalArgumentException.class, () -> published()
                                .apply(new float[SAMPLES + 1], RandomStream.of(1)))
                        .getMessage());
    }

    @Test
    void refusesFiltersAboveHalfTheSampleRate() {
        assertEquals(
                "filter: low pass at 8000 Hz: cutoff_hz is 5000, allowed are 10 to 4000",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> AugmentationChain.create(
                                        List.of(new FilterConfig(
                                                1,
                                                FilterConfig.Kind.SINC,
                                                new Range(2200, 5000),
                                                new Range(200, 1200),
                                                false)),
                                        8000,
                                        SAMPLES))
                        .getMessage());
    }

    private static AugmentationChain published() {
        return AugmentationChain.create(AugmentationChain.published(Recipe.CLMR_V2), RATE_HZ, SAMPLES);
    }

    private static AppliedTransform find(String name, List<AppliedTransform> drawn) {
        return drawn.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
