/**
 * The PCM store: a dataset decoded once into 16-bit shards that are read by position.
 *
 * <p>Start at {@code PcmStore}.
 */
@NullMarked
package io.clmr.data.store;

import org.jspecify.annotations.NullMarked;
