/**
 * Frozen features of clips and their windows, and the baselines that need no training.
 *
 * <p>Uses the core's models through DJL and the data module's clip readers. Start at {@link FeatureExtractor}, which
 * knows windows only; {@link ClipFeatures} turns the clips of a dataset into rows, and {@link FeatureSource} names
 * what there is to choose from.
 */
@NullMarked
package io.clmr.eval.features;

import org.jspecify.annotations.NullMarked;
