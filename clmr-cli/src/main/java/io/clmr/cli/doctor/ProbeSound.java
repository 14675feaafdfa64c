package io.clmr.cli.doctor;

import io.clmr.cli.audio.SampleFile;
import java.io.IOException;
import java.nio.file.Path;

/** A tenth of a second of sound, to see whether audio can be decoded at all. */
final class ProbeSound {

    static final int RATE_HZ = 8000;

    private ProbeSound() {}

    static void write(Path file) throws IOException {
        float[] samples = new float[RATE_HZ / 10];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * 440 * i / RATE_HZ));
        }
        SampleFile.write(file, samples, RATE_HZ);
    }
}
