package io.clmr.spark;

import io.clmr.core.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The file of weights that every executor gets.
 *
 * @param file on the driver
 * @param sha256 of its bytes
 */
record Weights(Path file, String sha256) {
    private static final int CHUNK = 1 << 16;

    /**
     * Finds the weights and reads them once, so that a fault shows before anything is started.
     *
     * @param checkpoint a run folder, a checkpoint folder or a file of weights
     */
    static Weights of(Path checkpoint) throws IOException {
        Path file = Checkpoint.open(checkpoint).file().toAbsolutePath();
        MessageDigest digest = newDigest();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                digest.update(chunk, 0, count);
            }
        }
        return new Weights(file, HexFormat.of().formatHex(digest.digest()));
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    String name() {
        return file.getFileName().toString();
    }
}
