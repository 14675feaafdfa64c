package io.clmr.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import io.clmr.core.engine.GradMode;

/** Moves values into memory of the engine's own, which is aligned as its kernels like it. */
final class EngineMemory {

    private EngineMemory() {}

    /** Makes an array of these values. */
    static NDArray create(HostTensor values, NDManager manager, DataType dataType) {
        try (NDArray shared = values.toArray(manager, dataType)) {
            return shared.duplicate(); // the first one lies in Java's memory
        }
    }

    /**
     * Writes values into an array of the same shape, where they lie, so that everything that looks at them sees the new ones.
     *
     * <p>{@code NDArray.set(Buffer)} and {@code copyTo} would put other memory under the array instead.
     */
    static void write(NDArray target, HostTensor values) {
        GradMode.whileOff(() -> {
            try (NDManager scope = target.getManager().newSubManager();
                    NDArray flat = target.reshape(-1)) {
                NDArray source = values.toArray(scope, target.getDataType()).reshape(-1);
                if (source.size() > 0) {
                    flat.set(new NDIndex(":"), source);
                }
            }
        });
    }
}
