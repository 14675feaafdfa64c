package io.clmr.data.store;

import io.clmr.base.files.PrintableText;
import io.clmr.data.audio.AudioSelection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A prepared dataset: 16-bit mono samples in memory-mapped shards.
 *
 * <p>Reading takes no lock, no system call and no memory. The first read of a track checks all of its samples. The layout
 * is told in docs/datasets.md.
 */
public final class PcmStore implements ClipReader {
    private final StoreHeader header;
    private final TrackTable table;
    private final Map<Integer, Shard> shards;
    private final Path folder;

    /** Which tracks' samples were held against their checksum: those that were read, before they were first read. */
    private final AtomicIntegerArray verified;

    private PcmStore(Path folder, StoreHeader header, TrackTable table, Map<Integer, Shard> shards) {
        this.folder = folder;
        this.header = header;
        this.table = table;
        this.shards = shards;
        verified = new AtomicIntegerArray(table.size());
    }

    /** Opens a finished store. */
    public static PcmStore open(Path folder) throws IOException {
        StoreFiles files = new StoreFiles(folder);
        if (!Files.exists(files.index())) {
            throw new StoreException(
                    folder,
                    Files.exists(files.journal())
                            ? "is not finished; run clmr prepare again, it goes on where it was stopped"
                            : "holds no PCM store; run clmr prepare first, or set store.path to none");
        }
        TrackLines.Contents index = TrackLines.readIndex(folder, files.index());
        Map<Integer, Shard> shards = new HashMap<>();
        for (StoredTrack track : index.tracks()) {
            if (track.stored()) {
                checkShard(files, track);
                if (!shards.containsKey(track.shard())) {
                    shards.put(track.shard(), Shard.map(files.shard(track.shard())));
                }
            }
        }
        return new PcmStore(folder, index.header(), new TrackTable(index.tracks()), shards);
    }

    private static void checkShard(StoreFiles files, StoredTrack track) throws IOException {
        Path shard = files.shard(track.shard());
        long size = Files.exists(shard) ? Files.size(shard) : 0;
        if (size < track.endBytes()) {
            throw new StoreException(
                    files.folder(),
                    shard.getFileName() + " has " + size + " bytes, the index needs " + track.endBytes()
                            + "; copy the whole store, or run clmr prepare again");
        }
    }

    /** Opens a finished store that must hold that sound at that rate. */
    public static PcmStore open(Path folder, int sampleRateHz, AudioSelection selection) throws IOException {
        PcmStore store = open(folder);
        store.header.check(folder, sampleRateHz, selection);
        return store;
    }

    @Override
    public int sampleRateHz() {
        return header.sampleRateHz();
    }

    /** Returns the length below which tracks were refused. */
    public int minSamples() {
        return header.minSamples();
    }

    @Override
    public int tracks() {
        return table.size();
    }

    @Override
    public StoredTrack track(int track) {
        return table.get(track);
    }

    @Override
    public OptionalInt find(String key) {
        return table.find(key);
    }

    @Override
    public List<StoredTrack> refused() {
        return table.refused();
    }

    @Override
    public void read(int track, long offsetSamples, float[] out, int outOffset, int length) {
        StoredTrack stored = table.checked(track, offsetSamples, out.length, outOffset, length);
        verify(track, stored);
        shard(stored).read(stored.offsetBytes() / Short.BYTES + offsetSamples, out, outOffset, length);
    }

    /** Reads samples as they are stored, to the beginning of the array. */
    void read(int track, long offsetSamples, short[] out, int length) {
        StoredTrack stored = table.checked(track, offsetSamples, out.length, 0, length);
        verify(track, stored);
        shard(stored).read(stored.offsetBytes() / Short.BYTES + offsetSamples, out, length);
    }

    /** Holds all samples of a track against their checksum, once; to do so for all tracks when opening would take minutes. */
    private void verify(int track, StoredTrack stored) {
        if (verified.get(track) == 0) {
            if (shard(stored).crc32(stored.offsetBytes() / Short.BYTES, stored.samples()) != stored.crc32()) {
                throw new UncheckedIOException(
                        new StoreException(
                                folder,
                                "the samples of " + PrintableText.name(stored.key())
                                        + " are not those that were written (checksum); delete the folder and run clmr prepare"));
            }
            verified.set(track, 1);
        }
    }

    private Shard shard(StoredTrack stored) {
        Shard shard = shards.get(stored.shard());
        if (shard == null) {
            throw new IllegalStateException("the store is closed");
        }
        return shard;
    }

    @Override
    public void read(int track, long offsetSamples, float[] out) {
        read(track, offsetSamples, out, 0, out.length);
    }

    @Override
    public String fingerprint() {
        return table.fingerprint(header.sampleRateHz());
    }

    /** Lets the mappings go; the virtual machine undoes them when nobody refers to them any more. */
    @Override
    public void close() {
        shards.clear();
    }
}
