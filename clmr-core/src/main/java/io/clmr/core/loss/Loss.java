package io.clmr.core.loss;

/** What training minimises: a comparison of two views of each clip, or a prediction within one. */
public sealed interface Loss permits ContrastiveLoss, InfoNce {

    /**
     * Returns the loss of a network that knows nothing, all its outputs equal.
     *
     * @param batch number of clips
     */
    double chance(int batch);
}
