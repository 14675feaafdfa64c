package io.clmr.data.store;

import io.clmr.data.audio.AudioInfo;
import java.io.IOException;

/** Takes the samples of one clip, from its first to its last; used by one thread. */
public interface SampleSink {
    /** Takes what the file's header says, before the first samples; a file that cannot be opened gets no call. */
    default void begin(AudioInfo info) {}

    /** Takes the next 16-bit mono samples: the first {@code count} of the array, which is used again afterwards. */
    void write(short[] samples, int count) throws IOException;
}
