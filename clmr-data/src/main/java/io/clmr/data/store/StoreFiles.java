package io.clmr.data.store;

import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Names of the files of a store, and how a whole file is put in place. */
record StoreFiles(Path folder) {
    /** A shard takes no further track beyond this; only a single longer track makes it larger. */
    static final long SHARD_BYTES = 1L << 30;

    Path index() {
        return folder.resolve("index.jsonl");
    }

    Path journal() {
        return folder.resolve("journal.jsonl");
    }

    Path errors() {
        return folder.resolve("errors.csv");
    }

    Path lock() {
        return folder.resolve("lock");
    }

    /** The name beside which the files in work are noted. */
    Path decoding() {
        return folder.resolve("decoding");
    }

    Path shard(int number) {
        return folder.resolve(String.format(Locale.ROOT, "pcm-%05d.bin", number));
    }

    Path spool(int number) {
        return folder.resolve("spool-" + number + ".tmp");
    }

    /** Writes the text of a file. */
    interface Content {
        void writeTo(Writer writer) throws IOException;
    }

    /** Puts a file in place at once: a reader finds the old one or the whole new one, also after a power failure. */
    void replace(Path file, Content content) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            Writer writer = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8), 1 << 16);
            content.writeTo(writer);
            writer.flush();
            channel.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder();
    }

    private void forceFolder() throws IOException {
        if (File.separatorChar == '/') { // Windows opens no folders, and needs not
            try (FileChannel channel = FileChannel.open(folder)) {
                channel.force(true);
            }
        }
    }
}
