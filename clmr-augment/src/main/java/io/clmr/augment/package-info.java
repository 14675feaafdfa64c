/**
 * The stochastic augmentation chain: random streams, the registry of transforms and the chain itself.
 *
 * <p>Plain float arrays, no tensor library. Start at {@code AugmentationChain}.
 */
@NullMarked
package io.clmr.augment;

import org.jspecify.annotations.NullMarked;
