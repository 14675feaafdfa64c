package io.clmr.data.store;

import io.clmr.base.files.WholeFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Notes each finished track at once, so that killing the process costs only what was being decoded.
 *
 * <p>A line goes to the system with one write, behind the samples it speaks of. A power failure may keep lines and lose
 * samples; therefore both are forced to the disk now and then and that is noted too, and who goes on checks the samples
 * of all tracks behind the last such note.
 */
final class Journal implements Closeable {
    private final FileChannel channel;
    private int tracks;

    private Journal(FileChannel channel, int tracks) {
        this.channel = channel;
        this.tracks = tracks;
    }

    /** Begins a journal with the tracks that an earlier one held and that were found intact. */
    static Journal begin(StoreFiles files, StoreHeader header, List<StoredTrack> intact) throws IOException {
        WholeFile.writeText(files.journal(), writer -> {
            writer.write(TrackLines.line(header));
            for (StoredTrack track : intact) {
                writer.write(TrackLines.line(track));
            }
            writer.write(TrackLines.line(new TrackLines.Synced(intact.size())));
        });
        FileChannel channel = FileChannel.open(files.journal(), StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        return new Journal(channel, intact.size());
    }

    void add(StoredTrack track) throws IOException {
        write(TrackLines.line(track));
        tracks++;
    }

    /** Notes that all tracks so far are on the disk; the samples must have been forced there before. */
    void synced() throws IOException {
        write(TrackLines.line(new TrackLines.Synced(tracks)));
        channel.force(true);
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
