package io.clmr.tarsos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One second of music for the tests. */
final class Music {
    static final int SAMPLE_RATE_HZ = 22050;

    private Music() {}

    static float[] samples() throws IOException {
        try (InputStream in = Music.class.getResourceAsStream("/music-22050.npy")) {
            if (in == null) {
                throw new IOException("music-22050.npy is missing from the test resources");
            }
            ByteBuffer npy = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            npy.position(10 + npy.getShort(8)); // magic and version, then the header of the given length
            float[] samples = new float[npy.remaining() / Float.BYTES];
            npy.asFloatBuffer().get(samples);
            return samples;
        }
    }
}
