/**
 * The contrastive pretraining loop.
 *
 * <p>Start at {@code Pretrainer}.
 */
@NullMarked
package io.clmr.train;

import org.jspecify.annotations.NullMarked;
