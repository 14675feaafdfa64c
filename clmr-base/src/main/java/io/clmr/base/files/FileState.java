package io.clmr.base.files;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file as it was at one moment: what tells it from others, however its path is spelled, and from its own later states.
 *
 * @param uri of its real path: plain ASCII on one line, whatever bytes the name has
 * @param timeNanos of its last change, since 1970
 */
public record FileState(String uri, long sizeBytes, long timeNanos) {
    private static final Pattern LINE = Pattern.compile("(\\d{1,19}) (-?\\d{1,19}) (file:\\S+)");

    /** Returns the state of a file; empty if it is not there. */
    public static Optional<FileState> of(Path file) {
        try {
            Path real = file.toRealPath();
            BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
            return Optional.of(new FileState(
                    "file://" + real.toUri().getRawPath(),
                    attributes.size(),
                    attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    Path path() {
        return Path.of(URI.create(uri));
    }

    /** Returns what {@link #parse} reads. */
    String line() {
        return sizeBytes + " " + timeNanos + " " + uri;
    }

    /** Reads a line; empty if it is none of ours. */
    static Optional<FileState> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            FileState state =
                    new FileState(matcher.group(3), Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
            return Optional.of(state.path()).map(path -> state);
        } catch (IllegalArgumentException e) { // a number beyond a long, or no path
            return Optional.empty();
        }
    }
}
