/**
 * Decoded audio, read by position: the PCM store, a dataset decoded once into 16-bit shards, and its stand-in that
 * decodes windows from the compressed files.
 *
 * <p>Uses {@code data.audio} to decode and {@code data.dataset} for the clips. {@link StoreBuilder} writes,
 * {@link PcmStore} reads; both and {@link DirectClipReader} speak of tracks as {@link StoredTrack}s.
 *
 * <p>Start at {@link ClipReader}, which is all that training and evaluation see.
 */
@NullMarked
package io.clmr.data.store;

import org.jspecify.annotations.NullMarked;
