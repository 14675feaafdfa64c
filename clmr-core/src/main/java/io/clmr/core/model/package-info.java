/**
 * The networks: SampleCNN, the projection head and the two together, with the published names and start values.
 *
 * <p>Uses DJL only. Start at {@code SampleCnn}.
 */
@NullMarked
package io.clmr.core.model;

import org.jspecify.annotations.NullMarked;
