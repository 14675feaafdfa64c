package io.clmr.data.audio;

import io.clmr.base.files.PrintableText;
import java.io.IOException;
import java.nio.file.Path;

/** Tells why a file gives no usable audio: names the file, what was found and what to do. */
public final class AudioException extends IOException {

    /** What kind of fault it is, for those who treat the kinds differently. */
    public enum Kind {
        /** Not a file, not audio, or damaged beyond decoding. */
        UNREADABLE,
        /** A readable container without one sample. */
        EMPTY,
        /** Less audio than the header promises. */
        TRUNCATED,
        /** A sample is NaN or infinite. */
        NOT_FINITE,
        /** The disk, the network or a permission keeps the bytes back; the file itself may be sound. */
        READ_ERROR,
        /** Ended the whole process when it was decoded before. */
        CRASHED
    }

    private final Path file;
    private final Kind kind;

    AudioException(Path file, Kind kind, String foundAndAdvice) {
        super(PrintableText.of(file) + ": " + foundAndAdvice);
        this.file = file;
        this.kind = kind;
    }

    /** Returns the file that could not be used. */
    public Path file() {
        return file;
    }

    /** Returns the kind of fault. */
    public Kind kind() {
        return kind;
    }
}
