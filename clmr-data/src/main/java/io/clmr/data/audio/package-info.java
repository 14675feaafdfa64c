/**
 * Audio files to mono samples at a wanted rate, through ffmpeg in this process.
 *
 * <p>Uses bytedeco's ffmpeg and nothing else of ours. {@link AudioDecoder} is the way in; a file then passes through
 * {@code Container} (demuxer), {@code AudioInput} (decoder, position, checks) and {@code SampleConverter} (mixdown, rate,
 * format), and comes out of an {@link AudioStream}.
 *
 * <p>Start at {@link AudioDecoder}.
 */
@NullMarked
package io.clmr.data.audio;

import org.jspecify.annotations.NullMarked;
