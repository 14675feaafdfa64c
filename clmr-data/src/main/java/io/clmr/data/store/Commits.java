package io.clmr.data.store;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Puts decoded tracks into shards and journal, one after another. */
final class Commits implements ClipDecoding.Receiver<DecodedTrack> {
    /** What a power failure may cost: decoding again what was written since the samples were last forced to the disk. */
    private static final long FORCE_BYTES = 256L << 20;

    private static final long FORCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final ShardWriter shards;
    private final Journal journal;
    private final Map<String, StoredTrack> finished;
    private final Tally tally;
    private long forcedNanos = System.nanoTime();
    private long unforcedBytes;

    /** @param finished receives the tracks */
    Commits(ShardWriter shards, Journal journal, Map<String, StoredTrack> finished, Tally tally) {
        this.shards = shards;
        this.journal = journal;
        this.finished = finished;
        this.tally = tally;
    }

    @Override
    public void accept(DecodedTrack decoded) throws IOException {
        StoredTrack track = decoded.track();
        long bytes = 0;
        if (decoded.spool().isPresent()) {
            Spool spool = decoded.spool().get();
            bytes = spool.bytes();
            track = track.at(shards.append(spool));
        }
        journal.add(track);
        finished.put(track.key(), track);
        unforcedBytes += bytes;
        if (unforcedBytes >= FORCE_BYTES || System.nanoTime() - forcedNanos >= FORCE_NANOS) {
            force();
        }
        tally.add(track, bytes);
    }

    void force() throws IOException {
        shards.force();
        journal.synced();
        unforcedBytes = 0;
        forcedNanos = System.nanoTime();
    }
}
