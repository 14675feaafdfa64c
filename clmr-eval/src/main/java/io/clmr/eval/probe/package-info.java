/**
 * Probes on frozen features and the published evaluation protocol.
 *
 * <p>Uses the features and metrics beside it, and DJL for matrix products alone: the gradients of the small heads are
 * written out. Start at {@link LinearEvaluation}; {@link ProbeConfig} says what can be chosen, {@link
 * EvaluationReport} what comes out. A head is one implementation of {@code FittedProbe} and one line in {@code
 * Heads}.
 */
@NullMarked
package io.clmr.eval.probe;

import org.jspecify.annotations.NullMarked;
