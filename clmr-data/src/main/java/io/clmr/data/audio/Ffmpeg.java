package io.clmr.data.audio;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** The native library as a whole: loading, silence, error texts, memory. */
final class Ffmpeg {
    static final long NO_TIME = 0x8000000000000000L;

    private Ffmpeg() {}

    /** Return codes that are no failures; a class of their own, so that reading them needs the library loaded. */
    static final class Code {
        static final int AGAIN = org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN();
        static final int END = avutil.AVERROR_EOF();

        private Code() {}
    }

    /** Loads the library and silences it; every way in comes through here first. */
    static void load() {
        try {
            // ffmpeg logs to stderr by itself; what matters comes back as a return code and becomes an AudioException.
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        } catch (LinkageError e) {
            throw new NativeAudioException(loadFailure(e), e);
        }
    }

    static String loadFailure(LinkageError failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("failed to map segment")) {
                return "the native ffmpeg libraries cannot be loaded (" + cause.getMessage()
                        + "): no program may run from the cache folder, as its disk is mounted noexec; choose one on"
                        + " another disk with -Dorg.bytedeco.javacpp.cachedir=DIR (CLMR_OPTS of scripts/clmr)";
            }
        }
        return "the native ffmpeg libraries cannot be loaded (" + failure.getMessage()
                + "); expected org.bytedeco:ffmpeg and org.bytedeco:javacpp with the classifier of this machine on the"
                + " class path, and a writable cache folder (~/.javacpp, or -Dorg.bytedeco.javacpp.cachedir=DIR)";
    }

    static String version() {
        load();
        return avutil.av_version_info().getString() + ", "
                + avutil.avutil_license().getString();
    }

    static String describe(int error) {
        byte[] text = new byte[256];
        avutil.av_strerror(error, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    /**
     * Takes native memory that must be given back with {@link #free}.
     *
     * <p>Not {@code new BytePointer(n)}: JavaCPP refuses that as soon as the whole process, mapped files included,
     * exceeds four times the Java heap, which a process that trains on a mapped store soon does.
     */
    static BytePointer allocate(long bytes) {
        Pointer memory = avutil.av_malloc(bytes);
        if (memory == null || memory.isNull()) {
            throw new OutOfMemoryError("ffmpeg cannot allocate " + bytes + " bytes");
        }
        return new BytePointer(memory).capacity(bytes);
    }

    static void free(Pointer memory) {
        avutil.av_free(memory);
    }
}
