package io.clmr.benchmarks;

import io.clmr.augment.Effect;
import io.clmr.augment.TransformRegistry;
import io.clmr.augment.Workbench;
import java.util.LinkedHashMap;
import java.util.Map;
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

/** One transform with fixed parameters. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class OperationBenchmark {
    @Param({"22050"})
    private int sampleRateHz;

    @Param({"59049"})
    private int samples;

    /** As {@code clmr augment --apply} takes it. */
    @Param({
        "polarity",
        "noise relative_std=0.005",
        "gain gain_db=-6",
        "low_pass cutoff_hz=3000",
        "high_pass cutoff_hz=200",
        "high_pass cutoff_hz=700",
        "one_pole_low_pass cutoff_hz=3000",
        "delay delay_ms=300",
        "pitch cents=-700",
        "pitch cents=0",
        "pitch cents=137",
        "pitch cents=700",
        "reverb reverberance=50 damping=50 room_scale=50"
    })
    private String operation = "";

    private Effect effect = parse("polarity");
    private Workbench bench = Workbench.create(8000, 1);
    private float[] music = new float[0];
    private float[] view = new float[0];

    @Setup
    public void createEffect() {
        effect = parse(operation);
        bench = Workbench.create(sampleRateHz, samples);
        music = TestMusic.samples(samples, sampleRateHz);
        view = new float[samples];
    }

    private static Effect parse(String text) {
        String[] words = text.split(" ", -1);
        Map<String, Double> arguments = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            arguments.put(words[i].substring(0, equals), Double.valueOf(words[i].substring(equals + 1)));
        }
        return (Effect) TransformRegistry.load().operation(words[0], arguments);
    }

    @Benchmark
    public float[] apply() {
        System.arraycopy(music, 0, view, 0, samples);
        effect.apply(view, bench);
        return view;
    }
}
