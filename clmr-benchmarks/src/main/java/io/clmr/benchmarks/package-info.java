/**
 * JMH benchmarks of the kernels; see docs/performance.md for the command.
 */
@NullMarked
package io.clmr.benchmarks;

import org.jspecify.annotations.NullMarked;
