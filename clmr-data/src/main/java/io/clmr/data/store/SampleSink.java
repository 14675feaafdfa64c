package io.clmr.data.store;

import io.clmr.data.audio.AudioInfo;
import io.clmr.data.audio.AudioRemark;
import java.io.IOException;
import java.util.List;

/** Takes the samples of one clip, from its first to its last; used by one thread. */
public interface SampleSink {
    /** Takes what the file's header says, before the first samples; a file that cannot be opened gets no call. */
    default void begin(AudioInfo info) {}

    /**
     * Takes what was found out about a file that was decoded to its end; a clip read from a store gets no call.
     *
     * @param channelPeak see {@link io.clmr.data.audio.AudioStream#channelPeak}
     */
    default void end(float channelPeak, List<AudioRemark> remarks) {}

    /** Takes the next 16-bit mono samples: the first {@code count} of the array, which is used again afterwards. */
    void write(short[] samples, int count) throws IOException;
}
