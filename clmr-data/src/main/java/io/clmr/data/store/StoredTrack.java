package io.clmr.data.store;

import java.nio.file.Path;

/**
 * One track as the index of a store has it.
 *
 * @param key the clip's key
 * @param path the audio file it was decoded from
 * @param samples its length at the store's rate; 0 where nothing could be decoded
 * @param verdict whether it is usable; nothing but {@link Verdict#OK} can be read
 * @param reason why not, else empty
 * @param shard number of the shard file
 * @param offsetBytes where in that file its samples start
 * @param crc32 checksum of its samples as little-endian bytes
 * @param source size and time of the audio file when it was decoded
 */
public record StoredTrack(
        String key,
        String path,
        long samples,
        Verdict verdict,
        String reason,
        int shard,
        long offsetBytes,
        long crc32,
        SourceFingerprint source) {
    public StoredTrack {
        if (samples < 0
                || shard < 0
                || offsetBytes < 0
                || offsetBytes % Short.BYTES != 0
                || samples > (Long.MAX_VALUE - offsetBytes) / Short.BYTES) {
            throw new IllegalArgumentException(
                    key + ": samples " + samples + ", shard " + shard + ", offset " + offsetBytes
                            + "; expected none below 0, an even offset, and no more samples than a file can hold");
        }
    }

    /** Returns whether the store holds samples of this track. */
    boolean stored() {
        return verdict == Verdict.OK;
    }

    /** Returns where in its shard the samples end. */
    long endBytes() {
        return offsetBytes + samples * Short.BYTES;
    }

    /** Returns the same track with another verdict, its samples staying where they are. */
    StoredTrack judged(Verdict other, String why) {
        return new StoredTrack(key, path, samples, other, why, shard, offsetBytes, crc32, source);
    }

    /** Returns the same track of an audio file that was moved. */
    StoredTrack from(Path file) {
        return new StoredTrack(key, file.toString(), samples, verdict, reason, shard, offsetBytes, crc32, source);
    }

    /** Returns the same track at a place in the shards. */
    StoredTrack at(ShardWriter.Place place) {
        return new StoredTrack(key, path, samples, verdict, reason, place.shard(), place.offsetBytes(), crc32, source);
    }
}
