/**
 * Embedding of audio files, one or a whole catalogue, and the formats embeddings are written in.
 *
 * <p>Uses the frozen encoders of {@code eval.features}. Start at {@link Embedder}; {@link Catalogue} embeds many
 * files into a file that survives a kill at any moment.
 */
@NullMarked
package io.clmr.eval.embed;

import org.jspecify.annotations.NullMarked;
