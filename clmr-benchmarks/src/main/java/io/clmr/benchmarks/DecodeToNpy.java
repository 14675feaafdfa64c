package io.clmr.benchmarks;

import io.clmr.data.audio.AudioDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes an audio file as a NumPy array, mono at the given rate, so that Python races on the same samples. */
public final class DecodeToNpy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;

    private DecodeToNpy() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            throw new IllegalArgumentException("expected an audio file, a sample rate and the .npy file to write");
        }
        float[] samples = AudioDecoder.decode(Path.of(args[0]), Integer.parseInt(args[1]));
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + samples.length + ",), }";
        int beforePadding = MAGIC.length + Short.BYTES + header.length() + 1;
        String padded = header + " ".repeat(ALIGNMENT - beforePadding % ALIGNMENT) + "\n";
        ByteBuffer bytes = ByteBuffer.allocate(
                        MAGIC.length + Short.BYTES + padded.length() + Float.BYTES * samples.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).putShort((short) padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
        bytes.asFloatBuffer().put(samples);
        Files.write(Path.of(args[2]), bytes.array());
    }
}
