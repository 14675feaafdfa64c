/**
 * The signal processing under the transforms, in scalar and vector kernels with equal results.
 *
 * <p>Start at {@code Kernels}.
 */
@NullMarked
package io.clmr.augment.dsp;

import org.jspecify.annotations.NullMarked;
