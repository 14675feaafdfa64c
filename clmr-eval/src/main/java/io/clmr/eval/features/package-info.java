/**
 * Frozen features of clips and their windows.
 *
 * <p>Start at {@code FeatureExtractor}.
 */
@NullMarked
package io.clmr.eval.features;

import org.jspecify.annotations.NullMarked;
