package io.clmr.data.archive;

import java.io.IOException;

/** Hears how far unpacking is. */
@FunctionalInterface
public interface UnpackListener {
    /**
     * One more file is there.
     *
     * @param done files unpacked, those of earlier runs included
     * @param total files in the archive
     * @throws IOException to stop; what was unpacked stays and is not unpacked again
     */
    void unpacked(int done, int total) throws IOException;
}
