/**
 * The losses over a batch of paired projections: NT-Xent (SimCLR, section 2.1), DCL and DCLW, VICReg; and CPC's InfoNCE.
 *
 * <p>Uses DJL's NDArray and, of ours, {@code core.engine} alone. Start at {@link NtXent}; another loss joins by a
 * {@link ContrastiveLossProvider}. NtXentTest holds the definition term by term and says where the golden values come from.
 */
@NullMarked
package io.clmr.core.loss;

import org.jspecify.annotations.NullMarked;
