package io.clmr.augment.dsp;

/**
 * Makes the inner loops of the signal processing, in one of two forms that give the same bits.
 *
 * <p>Kernels may be shared; the loops they make own scratch memory and belong to the machine that asked for them.
 */
public abstract class Kernels {
    /** System property that chooses the kernels: {@code scalar} or {@code vector}. */
    public static final String PROPERTY = "clmr.kernels";

    /** Below, some vector operations of Java 17 are calls, which makes them slower than plain loops. */
    private static final int MIN_VECTOR_BITS = 256;

    private static final String MODULE = "jdk.incubator.vector";

    private final String description;

    Kernels(String description) {
        this.description = description;
    }

    /**
     * Returns the kernels for this machine: vector kernels if the Vector API is present and vectors are wide enough, unless
     * {@link #PROPERTY} says otherwise.
     */
    public static Kernels active() {
        String wanted = System.getProperty(PROPERTY, "");
        return switch (wanted) {
            case "" -> fastest();
            case "scalar" -> new ScalarKernels("scalar: asked for by " + PROPERTY);
            case "vector" -> vector();
            default ->
                throw new IllegalArgumentException(PROPERTY + " is " + wanted + ", expected scalar, vector or nothing");
        };
    }

    private static Kernels fastest() {
        if (!vectorAvailable()) {
            return new ScalarKernels("scalar: to use vectors, start java with --add-modules " + MODULE);
        }
        if (VectorKernels.BITS < MIN_VECTOR_BITS) {
            return new ScalarKernels("scalar: vectors of this machine have " + VectorKernels.BITS + " bits, "
                    + MIN_VECTOR_BITS + " are needed");
        }
        return vector();
    }

    /** Returns the kernels that need nothing but Java. */
    public static Kernels scalar() {
        return new ScalarKernels("scalar");
    }

    /**
     * Returns the kernels on the Vector API.
     *
     * @throws IllegalStateException if its module is absent
     */
    public static Kernels vector() {
        if (!vectorAvailable()) {
            throw new IllegalStateException(
                    "vector kernels need the module " + MODULE + "; start java with --add-modules " + MODULE);
        }
        return new VectorKernels();
    }

    /** Returns whether {@link #vector} can be called. */
    public static boolean vectorAvailable() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /** Returns which kernels these are and why, in one line. */
    public final String description() {
        return description;
    }

    abstract SampleRounding sampleRounding();

    abstract SpliceSearch spliceSearch();

    abstract FourierPasses fourierPasses();

    abstract PhaseFilter phaseFilter();

    abstract ReverbFilters reverbFilters();

    @Override
    public final String toString() {
        return description;
    }
}
