/**
 * ROC-AUC, average precision and their intervals, equal to scikit-learn's.
 *
 * <p>Start at {@code TagMetrics}.
 */
@NullMarked
package io.clmr.eval.metrics;

import org.jspecify.annotations.NullMarked;
