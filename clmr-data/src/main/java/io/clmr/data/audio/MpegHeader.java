package io.clmr.data.audio;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;

/** The four bytes at the start of an MP3 frame. */
final class MpegHeader {
    /** What {@link #format} gives for a packet that is no frame, such as the tags between two files that were joined. */
    static final int NONE = -1;

    private MpegHeader() {}

    /** Returns a number that stands for version, layer, sample rate and mono or stereo; {@link #NONE} without a header. */
    static int format(AVPacket packet) {
        BytePointer bytes = packet.data();
        if (packet.size() < 4 || bytes.get(0) != (byte) 0xFF || (bytes.get(1) & 0xE0) != 0xE0) {
            return NONE;
        }
        boolean mono = (bytes.get(3) & 0xC0) == 0xC0;
        return (bytes.get(1) & 0x1E) << 8 | (bytes.get(2) & 0x0C) << 1 | (mono ? 1 : 0);
    }
}
