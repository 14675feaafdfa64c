/**
 * Nearest songs: exact cosine search over an embedded catalogue, and a graph for catalogues too large for that.
 *
 * <p>Uses what {@code eval.embed} writes, and JVector for the graph. Start at {@link SimilarSongs}.
 */
@NullMarked
package io.clmr.eval.similar;

import org.jspecify.annotations.NullMarked;
