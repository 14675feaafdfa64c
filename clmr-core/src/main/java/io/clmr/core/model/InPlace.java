package io.clmr.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.clmr.core.engine.GradMode;

/** Overwrites the values of an array where they lie, so that everything that looks at them sees the new ones. */
final class InPlace {

    private InPlace() {}

    /**
     * Writes values into an array of the same shape.
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
