package io.clmr.tarsos;

import be.tarsos.dsp.AudioEvent;
import be.tarsos.dsp.AudioProcessor;
import be.tarsos.dsp.io.TarsosDSPAudioFormat;
import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Parameter;
import io.clmr.augment.Workbench;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A new processor per application, fed with buffers of {@value #BUFFER} samples as TarsosDSP's dispatcher does; the last
 * buffer is as short as what is left, where the dispatcher would pad it. What a processor makes longer is cut, what it makes
 * shorter is filled up with silence.
 */
record TarsosEffect(ProcessorConstructor constructor, List<Argument.Settled> arguments) implements Effect {
    private static final int BUFFER = 1024;
    private static final int BYTES_PER_SAMPLE = 2;

    TarsosEffect {
        arguments = List.copyOf(arguments);
    }

    /** Named after the class; the parameters are the numbers among the arguments, by their place. */
    @Override
    public OperationType type() {
        List<Parameter> numbers = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i) instanceof Argument.Fixed) {
                numbers.add(Parameter.real("argument_" + (i + 1), -Double.MAX_VALUE, Double.MAX_VALUE));
            }
        }
        return new OperationType(constructor.className(), numbers, given -> {
            int next = 0;
            List<Argument.Settled> replaced = new ArrayList<>();
            for (Argument.Settled argument : arguments) {
                replaced.add(
                        argument instanceof Argument.Fixed
                                ? new Argument.Fixed(given.real(numbers.get(next++)))
                                : argument);
            }
            return new TarsosEffect(constructor, replaced);
        });
    }

    @Override
    public Map<String, Number> parameters() {
        Map<String, Number> numbers = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i) instanceof Argument.Fixed fixed) {
                numbers.put("argument_" + (i + 1), fixed.number());
            }
        }
        return numbers;
    }

    @Override
    public void apply(float[] samples, Workbench bench) {
        Output output = bench.machine(Output.class, Output::new);
        process(samples, output.samples, bench.sampleRateHz());
        System.arraycopy(output.samples, 0, samples, 0, samples.length);
    }

    /**
     * Processes the input into the first {@code input.length} samples of the output.
     *
     * @throws IllegalArgumentException if the processor fails or makes a sample that is not finite
     */
    void process(float[] input, float[] output, int sampleRateHz) {
        int made;
        try {
            made = run(constructor.create(arguments, sampleRateHz), input, output, sampleRateHz);
        } catch (ArithmeticException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new IllegalArgumentException(described() + " fails: " + e + "; choose other arguments", e);
        }
        Arrays.fill(output, made, input.length, 0f);
        for (int i = 0; i < made; i++) {
            if (!Float.isFinite(output[i])) {
                throw new IllegalArgumentException(described() + " makes sample " + i + " " + output[i]
                        + ", expected a finite number; choose other arguments");
            }
        }
    }

    private static int run(AudioProcessor processor, float[] input, float[] output, int sampleRateHz) {
        AudioEvent event = new AudioEvent(new TarsosDSPAudioFormat(sampleRateHz, 8 * BYTES_PER_SAMPLE, 1, true, false));
        int made = 0;
        for (int from = 0; from < input.length; from += BUFFER) {
            float[] buffer = Arrays.copyOfRange(input, from, Math.min(from + BUFFER, input.length));
            event.setFloatBuffer(buffer);
            event.setOverlap(0);
            event.setBytesProcessed((long) from * BYTES_PER_SAMPLE);
            event.setBytesProcessing(buffer.length * BYTES_PER_SAMPLE);
            processor.process(event); // false only stops later processors of a dispatcher: there are none here
            float[] result = event.getFloatBuffer();
            int kept = Math.min(result.length, input.length - made);
            System.arraycopy(result, 0, output, made, kept);
            made += kept;
        }
        processor.processingFinished();
        return made;
    }

    private String described() {
        return "tarsos: " + constructor.className() + " with " + parameters();
    }

    /** What the processor made, kept apart from what it has still to read. */
    private static final class Output {
        private final float[] samples;

        Output(Workbench bench) {
            samples = new float[bench.maxSamples()];
        }
    }
}
