package io.clmr.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.clmr.core.engine.GradMode;
import java.util.function.UnaryOperator;

/**
 * An encoder as it stood at one moment, for inference alone and faster at it: what can be computed once from the
 * weights is. Outputs differ from {@link ContrastiveModel#encode} by rounding.
 *
 * <p>Several threads may use one at a time. It does not see later changes of the model, and is closed with it.
 */
public final class FrozenEncoder implements AutoCloseable {

    private final NDManager manager;
    private final int featureDim;
    private final UnaryOperator<NDArray> pass;

    FrozenEncoder(NDManager manager, int featureDim, UnaryOperator<NDArray> pass) {
        this.manager = manager;
        this.featureDim = featureDim;
        this.pass = pass;
    }

    /** Number of values in a representation. */
    public int featureDim() {
        return featureDim;
    }

    /**
     * Computes representations.
     *
     * @param waveforms [batch, 1, samples], -1 to 1
     * @return h, [batch, featureDim]; belongs to the manager of {@code waveforms}
     */
    public NDArray encode(NDArray waveforms) {
        return GradMode.off(() -> {
            try (NDManager scope = waveforms.getManager().newSubManager()) {
                scope.tempAttachAll(waveforms);
                return scope.ret(pass.apply(waveforms));
            }
        });
    }

    @Override
    public void close() {
        manager.close();
    }
}
