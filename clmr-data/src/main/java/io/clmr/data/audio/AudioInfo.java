package io.clmr.data.audio;

/**
 * What the header of an audio file says.
 *
 * @param codec ffmpeg's name of the codec, such as {@code mp3}
 * @param sampleRateHz the file's own rate; 0 if the header tells none
 * @param channels the file's own channels; 0 if the header tells none
 */
public record AudioInfo(String codec, int sampleRateHz, int channels) {}
