package io.clmr.tarsos;

import io.clmr.augment.Effect;
import io.clmr.augment.RandomStream;
import io.clmr.augment.TransformConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Lets a TarsosDSP processor work on the waveform, such as {@code effect: be.tarsos.dsp.effects.FlangerEffect, arguments:
 * [0.005, [0.2, 0.5], sample_rate_hz, 1]}.
 *
 * @param effect full name of a public class that implements {@link be.tarsos.dsp.AudioProcessor}
 * @param arguments of one of its public constructors, in order: each a number, a range {@code [min, max]} that is drawn from
 *     uniformly, {@code true}, {@code false}, or {@code sample_rate_hz} for the chain's sample rate
 */
public record TarsosConfig(double p, String effect, List<String> arguments) implements TransformConfig {
    static final String NAME = "tarsos";

    public TarsosConfig {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("p is " + p + ", allowed are 0 to 1");
        }
        arguments = List.copyOf(arguments);
        ProcessorConstructor.find(effect, parsed(arguments));
    }

    /** Returns a mild flanger: up to 5 ms, once a second. */
    public static TarsosConfig defaults() {
        return new TarsosConfig(
                0.5,
                "be.tarsos.dsp.effects.FlangerEffect",
                List.of("0.005", "[0.2, 0.5]", Argument.SAMPLE_RATE, "[0.2, 2]"));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Effect draw(RandomStream stream) {
        List<Argument> all = parsed(arguments);
        ProcessorConstructor constructor = ProcessorConstructor.find(effect, all);
        List<Argument.Settled> drawn = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            drawn.add(all.get(i).draw(stream, constructor.parameterTypes().get(i)));
        }
        return new TarsosEffect(constructor, drawn);
    }

    /** Tries the processor at both ends of what may be drawn, so that no training run stops at a late draw. */
    @Override
    public void requireUsableAt(int sampleRateHz) {
        tryOut(Argument::least, sampleRateHz);
        tryOut(Argument::greatest, sampleRateHz);
    }

    private void tryOut(Function<Argument, Argument.Settled> end, int sampleRateHz) {
        List<Argument> all = parsed(arguments);
        TarsosEffect trial = new TarsosEffect(
                ProcessorConstructor.find(effect, all), all.stream().map(end).toList());
        float[] impulse = new float[sampleRateHz];
        impulse[0] = 1;
        trial.process(impulse, new float[sampleRateHz], sampleRateHz);
    }

    private static List<Argument> parsed(List<String> arguments) {
        return arguments.stream().map(Argument::parse).toList();
    }
}
