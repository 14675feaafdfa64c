/**
 * Archives that published audio comes in: joined, checked and unpacked.
 *
 * <p>Uses Commons Compress for the zip format. Start at {@link PackedAudio}.
 */
@NullMarked
package io.clmr.data.archive;

import org.jspecify.annotations.NullMarked;
