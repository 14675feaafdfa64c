package io.clmr.eval.probe;

import io.clmr.eval.probe.ProbeConfig.Head;
import io.clmr.eval.probe.ProbeConfig.Procedure;

/**
 * How one linear or MLP head is trained.
 *
 * @param hiddenUnits of the hidden layer; 0 = none
 * @param standardize whether features are taken to mean 0 and deviation 1 before; folded into the first layer afterwards
 * @param dropout share of the inputs of each layer that is set to 0 in training
 * @param learningRate of Adam at the start
 * @param weightDecay of the L2 term in the gradient
 * @param batchSize windows a step
 * @param procedure order, rate and end of the training
 * @param maxEpochs at most so many passes
 * @param patience epochs that are no better after which training ends
 * @param pooling what is averaged over a clip's windows in the test
 */
record HeadSettings(
        int hiddenUnits,
        boolean standardize,
        double dropout,
        double learningRate,
        double weightDecay,
        int batchSize,
        Procedure procedure,
        int maxEpochs,
        int patience,
        Pooling pooling) {

    /** Returns those of the configured {@code linear} or {@code mlp} head. */
    static HeadSettings of(ProbeConfig config, int featureDim) {
        return new HeadSettings(
                config.head() == Head.MLP ? featureDim : 0,
                config.standardize(),
                0,
                config.learningRate(),
                config.weightDecay(),
                config.batchSize(),
                config.procedure(),
                config.maxEpochs(),
                config.earlyStopPatience(),
                Pooling.of(config.average()));
    }
}
