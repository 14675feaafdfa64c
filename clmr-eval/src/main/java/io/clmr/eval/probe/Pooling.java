package io.clmr.eval.probe;

import io.clmr.eval.probe.ProbeConfig.Average;

/** What of a clip's windows is averaged before it is the clip's. */
enum Pooling {
    /** The features go into the head as their mean. */
    FEATURES,
    /** What the head says, before the sigmoid or softmax; a score is then no probability. */
    LOGITS,
    PROBABILITIES;

    static Pooling of(Average average) {
        return average == Average.LOGIT ? LOGITS : PROBABILITIES;
    }
}
