/**
 * A stack of convolutions over a waveform, computed in plain Java on the Vector API.
 *
 * <p>Uses nothing but Java and its incubating module {@code jdk.incubator.vector}; knows neither tensors nor files.
 * Start at {@link VectorEncoder}. Rows of numbers lie time after time, the channels of one moment side by side, so that a
 * vector holds channels and a pool is a maximum of vectors. All arithmetic ends in {@link RowKernel}, the multiplication of
 * a few rows with a panel of weights; {@link WinogradLayer} needs fewer of them than {@link DirectLayer}, where it can be
 * used.
 */
@NullMarked
package io.clmr.encoder;

import org.jspecify.annotations.NullMarked;
