package io.clmr.data.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends tracks to the last shard, and begins another one when it is full. */
final class ShardWriter implements Closeable {
    private final StoreFiles files;
    private final long shardBytes;
    private int shard;
    private long end;
    private FileChannel channel;

    private ShardWriter(StoreFiles files, long shardBytes, Place end) throws IOException {
        this.files = files;
        this.shardBytes = shardBytes;
        this.shard = end.shard();
        this.end = end.offsetBytes();
        channel = open(shard);
    }

    /** A place in the shards. */
    record Place(int shard, long offsetBytes) {}

    /** Goes on behind the last known track; what lies behind it was left by a killed process and is cut off. */
    static ShardWriter resume(StoreFiles files, long shardBytes, Place end) throws IOException {
        for (int next = end.shard() + 1; Files.deleteIfExists(files.shard(next)); ) {
            next++;
        }
        ShardWriter writer = new ShardWriter(files, shardBytes, end);
        boolean ready = false;
        try {
            writer.channel.truncate(end.offsetBytes()).position(end.offsetBytes());
            ready = true;
            return writer;
        } finally {
            if (!ready) {
                writer.close();
            }
        }
    }

    private FileChannel open(int number) throws IOException {
        Path file = files.shard(number);
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    Place append(Spool spool) throws IOException {
        if (end > 0 && end + spool.bytes() > shardBytes) {
            channel.force(true);
            channel.close();
            shard++;
            end = 0;
            channel = open(shard);
            channel.truncate(0);
        }
        Place place = new Place(shard, end);
        spool.moveTo(channel);
        end += spool.bytes();
        return place;
    }

    void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
