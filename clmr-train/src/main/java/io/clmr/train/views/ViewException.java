package io.clmr.train.views;

import java.io.IOException;

/** Tells which track's view could not be made, and why. */
public final class ViewException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String trackKey;

    ViewException(String trackKey, long epoch, int view, Exception cause) {
        super(
                "track " + trackKey + ", view " + view + " of epoch " + epoch + ": " + cause.getMessage()
                        + "; prepare the dataset again, or leave this track out",
                cause);
        this.trackKey = trackKey;
    }

    /** Returns the key of the track. */
    public String trackKey() {
        return trackKey;
    }
}
