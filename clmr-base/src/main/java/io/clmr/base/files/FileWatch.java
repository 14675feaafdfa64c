package io.clmr.base.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Hears of every file that native code is about to read, and of what became of it. */
public interface FileWatch {
    /**
     * Tells that a file is in native hands from now on.
     *
     * @throws GuiltyFileException if it must not get there
     */
    Mark begin(Path file) throws GuiltyFileException;

    /** Returns whether a file should be read while no other one is. */
    boolean isSuspect(Path file);

    /** Stands for a file in native hands; closed when it is let go. */
    interface Mark extends Closeable {
        /** Tells that the file was read to its end, or to a fault that was found in good order. */
        void survived();

        @Override
        void close();
    }

    /** Tells that a file crashed the process too often to be tried once more. */
    final class GuiltyFileException extends IOException {
        private static final long serialVersionUID = 1L;

        public GuiltyFileException(String message) {
            super(message);
        }
    }
}
