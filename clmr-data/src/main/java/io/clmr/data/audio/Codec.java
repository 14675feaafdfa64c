package io.clmr.data.audio;

import io.clmr.data.audio.AudioException.Kind;
import java.nio.file.Path;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;

/** Opens the decoder of a stream. */
final class Codec {
    /**
     * Codecs whose output depends on the last packets alone. AAC, AC-3 and others fill bands with noise from a generator
     * that runs from the first packet on, so whoever starts midway hears other noise. The decoder of MP2 shapes its
     * rounding, which never forgets where it began.
     */
    private static final Set<String> WITHOUT_MEMORY = Set.of("mp3", "flac", "alac", "vorbis", "opus");

    private Codec() {}

    /** Returns a decoder to be freed by the caller. */
    static AVCodecContext openDecoder(Path file, AVStream stream) throws AudioException {
        AVCodec codec = avcodec.avcodec_find_decoder(stream.codecpar().codec_id());
        if (codec == null) {
            throw new AudioException(
                    file,
                    Kind.UNREADABLE,
                    "holds " + name(stream) + " audio, which this ffmpeg cannot decode; convert the file first");
        }
        AVCodecContext decoder = avcodec.avcodec_alloc_context3(codec);
        int result = avcodec.avcodec_parameters_to_context(decoder, stream.codecpar());
        if (result >= 0) {
            decoder.pkt_timebase(stream.time_base());
            decoder.thread_count(1); // files are decoded side by side, not frames
            result = avcodec.avcodec_open2(decoder, codec, new AVDictionary(null));
        }
        if (result < 0) {
            avcodec.avcodec_free_context(decoder);
            throw new AudioException(
                    file,
                    Kind.UNREADABLE,
                    "its " + name(stream) + " stream cannot be decoded (" + Ffmpeg.describe(result)
                            + "); the header is damaged, get the file again");
        }
        return decoder;
    }

    /** Returns whether decoding may start midway and still give the bits of a decoding from the start. */
    static boolean startsAnywhere(AVStream stream) {
        String name = name(stream);
        return WITHOUT_MEMORY.contains(name) || name.startsWith("pcm_");
    }

    static String name(AVStream stream) {
        return avcodec.avcodec_get_name(stream.codecpar().codec_id()).getString();
    }
}
