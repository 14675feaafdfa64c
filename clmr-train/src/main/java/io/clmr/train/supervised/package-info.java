/**
 * The supervised baseline: the same encoder trained on the labels from start values, as the published code does.
 *
 * <p>Uses the views, optimisers and run folders of pretraining. Start at {@link
 * io.clmr.train.supervised.SupervisedTrainer}; what it learns is scored by whoever called it.
 */
@NullMarked
package io.clmr.train.supervised;

import org.jspecify.annotations.NullMarked;
