package io.clmr.eval.probe;

import io.clmr.eval.features.FeatureTable;
import java.util.Optional;

/** A head after fitting. */
interface FittedProbe {
    /** Returns the scores of clips, [clips][tags]: probabilities, or means of logits if logits are averaged. */
    float[][] scores(FeatureTable clips);

    /** Returns how many passes over the training windows were made; 0 if that has no meaning. */
    int epochs();

    /** Returns what was chosen on the validation clips; empty if nothing was. */
    String chosen();

    /** Returns the layers; empty if it has none, as nearest neighbours. */
    Optional<TrainedHead> head();
}
