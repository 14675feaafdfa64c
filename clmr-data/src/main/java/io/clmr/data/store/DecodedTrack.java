package io.clmr.data.store;

import io.clmr.data.dataset.Clip;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * A clip decoded and judged.
 *
 * @param track verdict and length; shard and offset are 0
 * @param spool the samples, if the verdict is ok
 */
record DecodedTrack(StoredTrack track, Optional<Spool> spool) implements Closeable {

    static DecodedTrack decode(Clip clip, PrepareOptions options, Spool spool) throws IOException {
        boolean kept = false;
        try {
            StoredTrack judged = Gate.decode(clip, options, spool);
            kept = judged.stored();
            return new DecodedTrack(judged, kept ? Optional.of(spool) : Optional.empty());
        } finally {
            if (!kept) {
                spool.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (spool.isPresent()) {
            spool.get().close();
        }
    }
}
