package io.clmr.cli.console;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers why a result could not be written: the writers of Java above it keep that to themselves. */
final class ResultStream extends FilterOutputStream {

    private interface Action {
        void run() throws IOException;
    }

    private volatile @Nullable IOException failure;

    ResultStream(OutputStream target) {
        super(target);
    }

    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void write(int b) throws IOException {
        remembering(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        remembering(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
        remembering(out::flush);
    }

    private void remembering(Action action) throws IOException {
        try {
            action.run();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
