package io.clmr.data.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The tracks of a reader: usable ones by number and by key, the refused ones apart. */
final class TrackTable {
    private final List<StoredTrack> usable;
    private final List<StoredTrack> refused;
    private final Map<String, Integer> numbers = new HashMap<>();

    TrackTable(List<StoredTrack> tracks) {
        usable = tracks.stream().filter(StoredTrack::stored).toList();
        refused = tracks.stream().filter(track -> !track.stored()).toList();
        for (int i = 0; i < usable.size(); i++) {
            numbers.put(usable.get(i).key(), i);
        }
    }

    int size() {
        return usable.size();
    }

    StoredTrack get(int track) {
        return usable.get(track);
    }

    List<StoredTrack> refused() {
        return refused;
    }

    OptionalInt find(String key) {
        Integer number = numbers.get(key);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** Returns the track after checking that it has the samples and the array has the room. */
    StoredTrack checked(int number, long offsetSamples, int room, int outOffset, int length) {
        StoredTrack track = usable.get(number);
        if (offsetSamples < 0
                || length < 0
                || offsetSamples > track.samples() - length
                || outOffset < 0
                || outOffset > room - length) {
            throw new IndexOutOfBoundsException(track.key() + " has " + track.samples() + " samples, asked for "
                    + length + " from " + offsetSamples + " on into an array of " + room + " at " + outOffset);
        }
        return track;
    }

    String fingerprint(int sampleRateHz) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, sampleRateHz));
            for (StoredTrack track : usable) {
                digest.update(track.key().getBytes(StandardCharsets.UTF_8));
                digest.update(ByteBuffer.allocate(1 + 2 * Long.BYTES)
                        .put((byte) 0)
                        .putLong(track.samples())
                        .putLong(track.crc32())
                        .flip());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
