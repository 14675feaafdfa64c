package io.clmr.data.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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

    /** Takes the fingerprint of a file; empty if there is none. */
    static Optional<SourceFingerprint> of(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new SourceFingerprint(
                    attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
