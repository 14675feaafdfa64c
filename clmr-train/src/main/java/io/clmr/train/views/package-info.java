/**
 * Batches of augmented view pairs, made by worker threads ahead of the step.
 *
 * <p>Start at {@code ViewLoader}.
 */
@NullMarked
package io.clmr.train.views;

import org.jspecify.annotations.NullMarked;
