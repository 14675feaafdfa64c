package io.clmr.core.loss;

import ai.djl.ndarray.NDArray;

/**
 * Pulls the two views of a clip together and keeps the clips of a batch apart.
 *
 * <p>Constants that the backward pass needs must lie in the engine's own memory, as {@code duplicate()} puts them there:
 * arrays made from Java values, and the ones that {@code mul(Number)} and {@code div(Number)} make, may be collected before.
 */
public non-sealed interface ContrastiveLoss extends Loss {

    /**
     * Computes the loss of a batch.
     *
     * @param zI projections of the first views, [batch, dim]
     * @param zJ projections of the second views in the same order, [batch, dim]
     * @return the loss, a scalar that belongs to the manager of {@code zI}
     */
    NDArray loss(NDArray zI, NDArray zJ);
}
