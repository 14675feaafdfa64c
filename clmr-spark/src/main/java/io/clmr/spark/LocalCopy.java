package io.clmr.spark;

import io.clmr.eval.embed.Attempt;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * A copy of a file in the temporary folder, as the decoder reads only from there; deleted when closed.
 *
 * <p>A fault of reading the original is an {@link IOException} and that file's alone. A fault of writing the copy is an
 * {@link UncheckedIOException} and fails the task: the next file would fare no better on a full disk.
 */
final class LocalCopy implements Closeable {
    private static final int CHUNK = 1 << 20;
    private static final Pattern ENDING = Pattern.compile(".*(\\.[A-Za-z0-9]{1,5})");

    private final String original;
    private final Path file;

    private LocalCopy(String original) {
        this.original = original;
        Matcher ending = ENDING.matcher(original); // ffmpeg looks at it where the bytes leave doubt
        try {
            file = Files.createTempFile("clmr-copy-", ending.matches() ? ending.group(1) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a file from a file system that Hadoop knows. */
    static LocalCopy fetch(String url) throws IOException {
        LocalCopy copy = new LocalCopy(url);
        try {
            org.apache.hadoop.fs.Path source = new org.apache.hadoop.fs.Path(url);
            try (InputStream in = source.getFileSystem(SparkHadoopUtil.get()
                            .newConfiguration(SparkEnv.get().conf()))
                    .open(source)) {
                copy.write(in);
            }
            return copy;
        } catch (IOException | RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    /**
     * Writes bytes that are there already.
     *
     * @param original what the file is called in messages
     */
    static LocalCopy of(String original, byte[] bytes) {
        LocalCopy copy = new LocalCopy(original);
        try {
            Files.write(copy.file, bytes);
            return copy;
        } catch (IOException e) {
            copy.close();
            throw new UncheckedIOException(e);
        }
    }

    private void write(InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                writeChunk(out, chunk, count);
            }
        }
    }

    private static void writeChunk(OutputStream out, byte[] chunk, int count) {
        try {
            out.write(chunk, 0, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Embeds the copy; what is said of it names the original. */
    Attempt attempt(ExecutorEncoder encoder) {
        Attempt attempt = encoder.attempt(file);
        return attempt instanceof Attempt.Failed failed
                ? new Attempt.Failed(failed.reason().replace(file.toString(), original))
                : attempt;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
