package io.clmr.data.audio;

import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avformat;

/** The list of packets in an MP4 or QuickTime file, each with the time the file gives it. */
final class MovIndex {
    private MovIndex() {}

    /**
     * Returns whether the packets up to a time follow each other without a gap, so that times count samples. A program that
     * lost audio while it recorded leaves a gap, which ffmpeg does not fill.
     */
    static boolean isGapless(AVStream stream, long time) {
        int entries = avformat.avformat_index_get_entries_count(stream);
        for (int i = 1; i < entries; i++) {
            long start = avformat.avformat_index_get_entry(stream, i).timestamp();
            AVIndexEntry before = avformat.avformat_index_get_entry(stream, i - 1);
            if (start - before.timestamp() != length(stream, before)) {
                return false;
            }
            if (start > time) {
                return true;
            }
        }
        return false; // the index ends before: of a file in fragments only a part of it is read
    }

    /** Returns how long a packet must last, in units of the stream's clock: PCM as its bytes say, others all the same. */
    private static long length(AVStream stream, AVIndexEntry packet) {
        int bytesPerSample = stream.codecpar().block_align();
        if (bytesPerSample > 0 && Codec.name(stream).startsWith("pcm_")) {
            return Timeline.fromSamples(
                    packet.size() / bytesPerSample,
                    stream.time_base(),
                    stream.codecpar().sample_rate());
        }
        return avformat.avformat_index_get_entry(stream, 1).timestamp()
                - avformat.avformat_index_get_entry(stream, 0).timestamp();
    }
}
