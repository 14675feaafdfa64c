/**
 * Audio files to mono samples at a wanted rate, through ffmpeg.
 *
 * <p>Start at {@code AudioDecoder}.
 */
@NullMarked
package io.clmr.data.audio;

import org.jspecify.annotations.NullMarked;
