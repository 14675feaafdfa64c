package io.clmr.data.store;

import java.nio.file.Path;
import java.util.Locale;

/** Names of the files of a store. */
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
}
