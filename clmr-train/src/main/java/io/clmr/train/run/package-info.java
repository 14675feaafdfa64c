/**
 * The run folder: configuration, metrics, checkpoints, lock.
 *
 * <p>Everything is written beside its place, flushed and moved there by {@code WholeFile}, so that whatever is there is
 * whole. Uses core's checkpoint format and the optimiser's state; knows nothing of the loop.
 *
 * <p>Start at {@code RunFolder}, then {@code CheckpointStore}.
 */
@NullMarked
package io.clmr.train.run;

import org.jspecify.annotations.NullMarked;
