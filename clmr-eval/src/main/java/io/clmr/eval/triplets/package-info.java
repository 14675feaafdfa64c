/**
 * Whether distances between clips agree with people: votes for the clip of three that is most unlike the others.
 *
 * <p>Uses {@code eval.features} for the clips' features and {@code eval.metrics} for the intervals. Start at {@link
 * io.clmr.eval.triplets.TripletAgreement}; {@link io.clmr.eval.triplets.TripletFile} reads MagnaTagATune's votes.
 */
@NullMarked
package io.clmr.eval.triplets;

import org.jspecify.annotations.NullMarked;
