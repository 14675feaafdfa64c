/**
 * Optimisers and learning-rate schedules on NDArrays, with PyTorch's formulas.
 *
 * <p>An {@code OptimizerConfig} creates the optimiser of a model's parameters, which a {@code ParameterVector} shows it
 * as one long vector; a {@code ScheduleConfig} creates the schedule that says each step's rate. Uses core's tensors only.
 *
 * <p>Start at {@code Optimizer}; {@code Adam} is the shortest one to read.
 */
@NullMarked
package io.clmr.train.optim;

import org.jspecify.annotations.NullMarked;
