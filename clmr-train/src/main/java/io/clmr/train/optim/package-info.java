/**
 * Optimisers and learning-rate schedules on NDArrays, with PyTorch's formulas.
 *
 * <p>Start at {@code Optimizer}.
 */
@NullMarked
package io.clmr.train.optim;

import org.jspecify.annotations.NullMarked;
