/**
 * The contrastive pretraining loop.
 *
 * <p>A {@code Pretrainer} takes a configuration, a {@code TrainingSet} and an open {@code RunFolder}, and runs one {@code
 * TrainingLoop}: views from {@code train.views}, gradients by {@code ContrastiveStep}, updates by {@code train.optim},
 * files by {@code train.run}. Uses the model and loss of core, the chain of augment, the audio of data; knows nothing of
 * labels or evaluation: an {@code OnlineProbe} is handed in.
 *
 * <p>Start at {@code Pretrainer}, then {@code TrainingLoop}.
 */
@NullMarked
package io.clmr.train;

import org.jspecify.annotations.NullMarked;
