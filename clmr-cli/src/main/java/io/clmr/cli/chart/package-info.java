/**
 * Pictures of waveforms and of training.
 *
 * <p>Start at {@link BeforeAfterChart} or {@link LossChart}.
 */
@NullMarked
package io.clmr.cli.chart;

import org.jspecify.annotations.NullMarked;
