/**
 * NT-Xent, the contrastive loss over a batch of paired projections (SimCLR, section 2.1).
 *
 * <p>Uses DJL's NDArray and nothing else of ours. Start at {@code NtXent}.
 */
@NullMarked
package io.clmr.core.loss;

import org.jspecify.annotations.NullMarked;
