package io.clmr.base.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A small file with a slot of fixed size for each file in work: a line of text, or zeros. The first slot names the
 * crash log.
 *
 * <p>Each change is one write to the system and none to the disk: what was written outlives the process, and a power
 * failure is no crash of a decoder.
 */
final class InFlightSlots implements Closeable {
    private static final int SLOT_BYTES = 16 << 10; // the longest path, its bytes escaped
    private static final int MAX_SLOTS = 4096;
    private static final String HEAD = "clmr-inflight 1 ";

    private final Path path;
    private final RandomAccessFile file; // not a channel, which a thread's interruption would close for all
    private final BitSet used = new BitSet();

    private InFlightSlots(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Begins a note in the place of one of ours.
     *
     * @throws IOException if another file lies there, or none can be written
     */
    static InFlightSlots create(Path path) throws IOException {
        if (isOurs(path)) {
            Files.deleteIfExists(path);
        }
        Files.createFile(path);
        InFlightSlots slots = new InFlightSlots(path, new RandomAccessFile(path.toFile(), "rw"));
        slots.used.set(0);
        slots.write(0, HEAD + CrashTrace.ofThisProcess().line() + "\n");
        return slots;
    }

    private static boolean isOurs(Path path) throws IOException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            String start = new String(in.readNBytes(HEAD.length()), StandardCharsets.US_ASCII);
            return HEAD.startsWith(start); // of a killed writer perhaps not a byte is there
        }
    }

    /** Returns the files in work when the writer of a note crashed; none if it did not crash. */
    static List<FileState> readCrashed(Path path) throws IOException {
        if (!isOurs(path)) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] slot = new byte[SLOT_BYTES];
            long count = Math.min(MAX_SLOTS, (file.length() + SLOT_BYTES - 1) / SLOT_BYTES);
            for (long at = 0; at < count; at++) {
                file.seek(at * SLOT_BYTES);
                int read = Math.max(0, file.read(slot));
                String text = new String(slot, 0, read, StandardCharsets.US_ASCII);
                lines.add(text.substring(0, Math.max(0, text.indexOf('\n'))));
            }
        }
        boolean crashed = !lines.isEmpty()
                && lines.get(0).startsWith(HEAD)
                && CrashTrace.parse(lines.get(0).substring(HEAD.length()))
                        .map(CrashTrace::isThere)
                        .orElse(false);
        return crashed
                ? lines.stream().map(FileState::parse).flatMap(Optional::stream).toList()
                : List.of();
    }

    /** Fills a free slot and returns its number. */
    synchronized int put(FileState state) {
        int slot = used.nextClearBit(1);
        used.set(slot);
        tryWrite(slot, state.line() + "\n");
        return slot;
    }

    synchronized void clear(int slot) {
        tryWrite(slot, "\0");
        used.clear(slot);
    }

    private void tryWrite(int slot, String text) {
        try {
            write(slot, text);
        } catch (IOException e) {
            // The work goes on without the note of this file.
        }
    }

    private void write(int slot, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (slot < MAX_SLOTS && bytes.length <= SLOT_BYTES) {
            file.seek((long) slot * SLOT_BYTES);
            file.write(bytes);
        }
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Without a crash log beside it, what is left accuses nobody.
        }
    }
}
