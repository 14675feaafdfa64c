package io.clmr.data.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FfmpegTest {
    @Test
    void aCacheOnADiskThatRunsNoProgramsIsExplained() {
        LinkageError failure = new UnsatisfiedLinkError("no jniavutil in java.library.path");
        failure.initCause(new UnsatisfiedLinkError("libavutil.so.60: failed to map segment from shared object"));
        assertEquals(
                "the native ffmpeg libraries cannot be loaded (libavutil.so.60: failed to map segment from shared object):"
                        + " no program may run from the cache folder, as its disk is mounted noexec; choose one on another"
                        + " disk with -Dorg.bytedeco.javacpp.cachedir=DIR (CLMR_OPTS of scripts/clmr)",
                Ffmpeg.loadFailure(failure));
    }

    @Test
    void aMissingLibraryIsNamed() {
        assertEquals(
                "the native ffmpeg libraries cannot be loaded (no jniavutil in java.library.path); expected"
                        + " org.bytedeco:ffmpeg and org.bytedeco:javacpp with the classifier of this machine on the class"
                        + " path, and a writable cache folder (~/.javacpp, or -Dorg.bytedeco.javacpp.cachedir=DIR)",
                Ffmpeg.loadFailure(new UnsatisfiedLinkError("no jniavutil in java.library.path")));
    }
}
