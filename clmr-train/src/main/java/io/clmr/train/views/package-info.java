/**
 * Batches of augmented views, made by worker threads ahead of the step.
 *
 * <p>A {@code TrainingSet} chooses the usable tracks, an {@code EpochOrder} shuffles them, a {@code ViewMaker} makes one
 * view, cut where {@code ViewCrops} and a {@code PositiveSampler} say, and a {@code ViewLoader} has several threads make whole batches in a ring of {@code BatchSlot}s. Uses augment for
 * the chain and the random streams, data for the audio.
 *
 * <p>Start at {@code ViewLoader}.
 */
@NullMarked
package io.clmr.train.views;

import org.jspecify.annotations.NullMarked;
