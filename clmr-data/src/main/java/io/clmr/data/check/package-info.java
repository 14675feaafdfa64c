/**
 * The dataset doctor: goes once through all audio and all labels, and names what would spoil training or evaluation.
 *
 * <p>Uses {@code data.store} to go through the samples, {@code data.audio} for what headers say and
 * {@code data.dataset} for labels and splits. JTransforms does the Fourier transform of the acoustic fingerprint.
 *
 * <p>Start at {@link DatasetCheck}; {@link FindingKind} is the list of what is looked for.
 */
@NullMarked
package io.clmr.data.check;

import org.jspecify.annotations.NullMarked;
