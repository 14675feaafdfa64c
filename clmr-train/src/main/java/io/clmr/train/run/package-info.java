/**
 * The run folder: configuration, metrics, checkpoints, lock.
 *
 * <p>Start at {@code RunFolder}.
 */
@NullMarked
package io.clmr.train.run;

import org.jspecify.annotations.NullMarked;
