/**
 * The networks: SampleCNN, TUNe and CPC, the heads they are trained with, and encoder and head together, with the published names
 * and start values.
 *
 * <p>Uses DJL and, of ours, {@code core.engine} and the layers of {@code io.clmr.encoder}. Start at {@link SampleCnn} for the network and at
 * {@link ContrastiveModel} for its use; another encoder joins by an {@link EncoderProvider}.
 */
@NullMarked
package io.clmr.core.model;

import org.jspecify.annotations.NullMarked;
