package io.clmr.core.model;

import ai.djl.training.initializer.Initializer;
import java.util.Random;

/**
 * PyTorch's default start values, drawn from a seed on the Java side.
 *
 * <p>Each parameter has a generator of its own, derived from the seed and the parameter's name, so a value depends on
 * neither the engine, the device, the order of creation nor the rest of the network. {@link Random} is used because
 * its algorithm is part of the language's specification. Values are rounded to float in every precision, so that a
 * float64 network starts where the float32 one does.
 */
public final class WeightInit {

    private final long seed;

    private WeightInit(long seed) {
        this.seed = seed;
    }

    public static WeightInit seeded(long seed) {
        return new WeightInit(seed);
    }

    /**
     * Draws uniformly from ±1/√fanIn: what PyTorch's kaiming_uniform with a = √5 comes to, for weights and biases of
     * convolutions and linear layers alike.
     *
     * @param name of the parameter, as in the checkpoint
     * @param fanIn inputs of one output: channels times kernel
     */
    public Initializer uniform(String name, long fanIn) {
        return uniform(name, fanIn, 1);
    }

    /**
     * Draws uniformly from ±√(6 / fanIn): PyTorch's kaiming_uniform with the gain of a ReLU.
     *
     * @param name of the parameter, as in the checkpoint
     * @param fanIn inputs of one output: channels times kernel
     */
    public Initializer uniformForRelu(String name, long fanIn) {
        return uniform(name, fanIn, Math.sqrt(6));
    }

    private Initializer uniform(String name, long fanIn, double scale) {
        if (fanIn < 1) {
            throw new IllegalArgumentException("fan-in of " + name + " is " + fanIn + ", expected 1 or more");
        }
        double bound = scale / Math.sqrt((double) fanIn);
        return (manager, shape, dataType) -> {
            float[] values = draw(name, Math.toIntExact(shape.size()), bound);
            return EngineMemory.create(HostTensor.of(values, shape.getShape()), manager, dataType);
        };
    }

    private float[] draw(String name, int count, double bound) {
        Random random = new Random(mix(mix(seed) + name.hashCode()));
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return values;
    }

    /** The finaliser of SplitMix64: near seeds must not give near streams. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
