/**
 * Tags for songs: an encoder and a head that was fitted on it, the head one of ours or a published one.
 *
 * <p>Uses {@code eval.embed} and {@code eval.probe}. Start at {@link Tagger}.
 */
@NullMarked
package io.clmr.eval.tag;

import org.jspecify.annotations.NullMarked;
