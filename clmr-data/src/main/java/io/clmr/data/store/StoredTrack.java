package io.clmr.data.store;

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
 * @param crc32 checksum of its bytes
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
        SourceFingerprint source) {}
