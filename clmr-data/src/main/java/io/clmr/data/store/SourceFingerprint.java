package io.clmr.data.store;

import io.clmr.data.dataset.Clip;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Tells a changed audio file from an unchanged one without reading it.
 *
 * @param sizeBytes its size; -1 if it was not there
 * @param modifiedNanos its time of last modification, nanoseconds since 1970
 */
public record SourceFingerprint(long sizeBytes, long modifiedNanos) {
    static final SourceFingerprint ABSENT = new SourceFingerprint(-1, 0);

    /** Takes the fingerprint of a file; empty if there is none that can be looked at. */
    static Optional<SourceFingerprint> of(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new SourceFingerprint(
                    attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)));
        } catch (FileSystemException e) { // not there, a link to itself, a folder that may not be entered
            return Optional.empty();
        }
    }

    /** Returns the size of all audio files that are there. */
    static long totalBytes(List<Clip> clips) throws IOException {
        long bytes = 0;
        for (Clip clip : clips) {
            bytes += of(clip.path()).map(SourceFingerprint::sizeBytes).orElse(0L);
        }
        return bytes;
    }
}
