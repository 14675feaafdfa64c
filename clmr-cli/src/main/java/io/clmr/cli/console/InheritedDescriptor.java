package io.clmr.cli.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.util.Optional;

/**
 * A stream on a file descriptor that the launcher has left open.
 *
 * <p>Java cannot name a descriptor beyond the first three, and opening {@code /dev/fd/N} is not the same: of a regular file
 * it makes a second position, so that this process and the script that started it would write over each other. Hence the
 * reflection, which the launcher allows with {@code --add-opens java.base/java.io=ALL-UNNAMED}.
 */
final class InheritedDescriptor {

    private InheritedDescriptor() {}

    /** Returns the stream, or nothing where this Java does not allow it. */
    static Optional<OutputStream> open(int number) {
        try {
            FileDescriptor descriptor = new FileDescriptor();
            Field value = FileDescriptor.class.getDeclaredField("fd");
            value.setAccessible(true);
            value.setInt(descriptor, number);
            return Optional.of(new FileOutputStream(descriptor));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Optional.empty(); // then the stream is the usual one, whose lines pass the launcher's filter
        }
    }
}
