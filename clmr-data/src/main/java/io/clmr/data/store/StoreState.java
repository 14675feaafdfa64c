package io.clmr.data.store;

import io.clmr.data.store.ShardWriter.Place;
import io.clmr.data.store.TrackLines.Contents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What a folder holds before preparing begins: the finished index, and what a killed run has noted since.
 *
 * @param known the newest record of each track, by key
 * @param journalled the intact tracks of the journal, in its order
 * @param indexed whether there is an index
 * @param end the place behind all samples in use
 */
record StoreState(Map<String, StoredTrack> known, List<StoredTrack> journalled, boolean indexed, Place end) {

    static StoreState read(StoreFiles files, PrepareOptions options) throws IOException {
        List<StoredTrack> all = new ArrayList<>();
        boolean indexed = Files.exists(files.index());
        if (indexed) {
            Contents index = TrackLines.readIndex(files.folder(), files.index());
            index.header().check(files.folder(), options.sampleRateHz(), options.selection());
            all.addAll(index.tracks());
        }
        List<StoredTrack> journalled = new ArrayList<>();
        if (Files.exists(files.journal())) {
            Optional<Contents> journal = TrackLines.readJournal(files.folder(), files.journal());
            if (journal.isPresent()) {
                journal.get().header().check(files.folder(), options.sampleRateHz(), options.selection());
                journalled = intact(files, journal.get());
                all.addAll(journalled);
            }
        }
        Map<String, StoredTrack> known = new HashMap<>();
        Place end = new Place(0, 0);
        Map<Integer, Long> sizes = new HashMap<>();
        for (StoredTrack track : all) {
            if (track.stored()) {
                if (track.endBytes() > size(files.shard(track.shard()), track.shard(), sizes)) {
                    known.remove(track.key()); // somebody cut the shard: decode it again
                    continue;
                }
                end = later(end, new Place(track.shard(), track.endBytes()));
            }
            known.put(track.key(), track);
        }
        return new StoreState(known, journalled, indexed, end);
    }

    private static Place later(Place one, Place other) {
        boolean behind = other.shard() > one.shard()
                || (other.shard() == one.shard() && other.offsetBytes() > one.offsetBytes());
        return behind ? other : one;
    }

    private static long size(Path shard, int number, Map<Integer, Long> sizes) throws IOException {
        Long known = sizes.get(number);
        if (known == null) {
            known = Files.exists(shard) ? Files.size(shard) : 0L;
            sizes.put(number, known);
        }
        return known;
    }

    /** Returns the tracks before the first whose samples did not reach the disk. */
    private static List<StoredTrack> intact(StoreFiles files, Contents journal) throws IOException {
        List<StoredTrack> tracks = journal.tracks();
        int intact = journal.synced();
        while (intact < tracks.size() && isIntact(files, tracks.get(intact))) {
            intact++;
        }
        return new ArrayList<>(tracks.subList(0, intact));
    }

    private static boolean isIntact(StoreFiles files, StoredTrack track) throws IOException {
        Path shard = files.shard(track.shard());
        if (!track.stored()) {
            return true;
        }
        if (!Files.exists(shard) || Files.size(shard) < track.endBytes()) {
            return false;
        }
        CRC32 crc = new CRC32();
        try (FileChannel channel = FileChannel.open(shard)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
            for (long at = track.offsetBytes(); at < track.endBytes(); ) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), track.endBytes() - at));
                int count = channel.read(buffer, at);
                if (count < 0) {
                    return false;
                }
                crc.update(buffer.flip());
                at += count;
            }
        }
        return crc.getValue() == track.crc32();
    }
}
