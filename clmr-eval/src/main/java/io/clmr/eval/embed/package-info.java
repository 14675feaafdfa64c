/**
 * Embedding of audio files and the formats embeddings are written in.
 *
 * <p>Start at {@code Embedder}.
 */
@NullMarked
package io.clmr.eval.embed;

import org.jspecify.annotations.NullMarked;
