package io.clmr.eval.features;

import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Short hashes that tell one input of an evaluation from another. */
public final class Fingerprint {
    private static final int SHOWN_BYTES = 8;

    private Fingerprint() {}

    /** Returns a hash of strings in order; where one ends and the next begins matters. */
    public static String of(Iterable<String> parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            update(digest, part);
        }
        return hex(digest);
    }

    /** Returns a hash of an encoder. */
    static String of(ModelConfig config, Map<String, HostTensor> weights, Optional<Normalization> normalization) {
        MessageDigest digest = sha256();
        update(digest, config.toString());
        update(digest, normalization.toString());
        new TreeMap<>(weights).forEach((name, tensor) -> {
            if (name.startsWith("encoder.") && !name.endsWith("num_batches_tracked")) {
                update(digest, name);
                digest.update(tensor.data());
            }
        });
        return hex(digest);
    }

    private static void update(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }
}
