package io.clmr.data.audio;

import java.io.InterruptedIOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * Lets native code that waits for a file see that its thread was interrupted.
 *
 * <p>ffmpeg asks on the thread that called it, so one object that is never collected serves all files.
 */
final class Interruption extends AVIOInterruptCB.Callback_Pointer {
    private static final Interruption INSTANCE = new Interruption();

    private Interruption() {} // the superclass allocates

    @Override
    public int call(Pointer unused) {
        return Thread.currentThread().isInterrupted() ? 1 : 0;
    }

    static void watch(AVFormatContext context) {
        context.interrupt_callback().callback(INSTANCE);
    }

    static void check(Path file) throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException(file + ": stopped while it was decoded");
        }
    }
}
