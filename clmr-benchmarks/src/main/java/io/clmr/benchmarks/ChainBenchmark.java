package io.clmr.benchmarks;

import io.clmr.augment.AugmentationChain;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Recipe;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A view of the published chain, another one each time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ChainBenchmark {
    @Param({"22050"})
    private int sampleRateHz;

    @Param({"59049"})
    private int samples;

    @Param
    private Recipe recipe = Recipe.CLMR_V2;

    private AugmentationChain chain = chain();
    private float[] music = new float[0];
    private float[] view = new float[0];
    private long views;

    @Setup
    public void createChain() {
        chain = chain();
        music = TestMusic.samples(samples, sampleRateHz);
        view = new float[samples];
    }

    private AugmentationChain chain() {
        return AugmentationChain.create(AugmentationChain.published(recipe), sampleRateHz, samples);
    }

    @Benchmark
    public float[] view() {
        System.arraycopy(music, 0, view, 0, samples);
        chain.apply(view, RandomStream.of(1, views++));
        return view;
    }
}
