package io.clmr.data.audio;

import io.clmr.base.files.InFlight;
import java.io.Closeable;
import java.nio.file.Path;

/**
 * Notes beside an output which files this process is decoding, until it is closed; a file that crashed the decoder in
 * two runs is refused from then on.
 */
public final class DecodeNote implements Closeable {
    private final InFlight inFlight;

    private DecodeNote(InFlight inFlight) {
        this.inFlight = inFlight;
    }

    /**
     * Begins to note, and takes in what a crashed process left.
     *
     * @param output the output, which need not be there; its folder must be
     * @param retryFailed whether files that crashed the decoder are tried again
     */
    public static DecodeNote open(Path output, boolean retryFailed) {
        InFlight inFlight = InFlight.open(output);
        if (retryFailed) {
            inFlight.forget();
        }
        WatchedFile.add(inFlight);
        return new DecodeNote(inFlight);
    }

    @Override
    public void close() {
        WatchedFile.remove(inFlight);
        inFlight.close();
    }
}
