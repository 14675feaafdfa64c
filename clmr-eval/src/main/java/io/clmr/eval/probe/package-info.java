/**
 * Probes on frozen features and the published evaluation protocol.
 *
 * <p>Start at {@code LinearEvaluation}.
 */
@NullMarked
package io.clmr.eval.probe;

import org.jspecify.annotations.NullMarked;
