package io.clmr.data.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory of the whole process, as the system counts it: the Java heap alone would not show what ffmpeg keeps. */
class NativeMemoryTest {
    /** What the heap and the compiler may take meanwhile; the leaks looked for would be several times that. */
    private static final long NOISE_BYTES = 150L << 20;

    @TempDir
    Path folder;

    @Test
    void tenHoursTakeNoMoreMemoryThanAMinute() throws IOException {
        long samples = 10L * 3600 * 16000;
        Path file = folder.resolve("long.wav");
        writeSilence(file, 16000, samples);
        float[] buffer = new float[1 << 16];
        long before = 0;
        long read = 0;
        try (AudioStream stream = AudioDecoder.open(file, 16000)) {
            int count;
            while ((count = stream.read(buffer, 0, buffer.length)) > 0) {
                read += count;
                before = before == 0 && read > 60 * 16000 ? Pointer.physicalBytes() : before;
            }
        }
        assertEquals(samples, read);
        long grown = Pointer.physicalBytes() - before;
        assertTrue(grown < NOISE_BYTES, grown + " bytes more"); // decoded, it would be 2.3 GB
    }

    /** A WAV of 16-bit zeros; the file system stores none of them. */
    private static void writeSilence(Path file, int sampleRateHz, long samples) throws IOException {
        long dataBytes = samples * Short.BYTES;
        ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
        header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt((int) (36 + dataBytes));
        header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        header.putShort((short) 1).putShort((short) 1).putInt(sampleRateHz).putInt(sampleRateHz * Short.BYTES);
        header.putShort((short) Short.BYTES).putShort((short) 16);
        header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt((int) dataBytes);
        try (RandomAccessFile wav = new RandomAccessFile(file.toFile(), "rw")) {
            wav.write(header.array());
            wav.setLength(44 + dataBytes);
        }
    }

    @Test
    void everyDecodingGivesItsMemoryBack() throws IOException {
        Path good = TestAudio.excerpt("stereo-44100.m4a");
        byte[] bytes = Files.readAllBytes(good);
        Path bad = Files.write(folder.resolve("bad.m4a"), Arrays.copyOf(bytes, bytes.length / 2));
        long before = 0;
        for (int round = 0; round < 1000; round++) {
            AudioDecoder.decodeWindow(good, 22050, 10_000, 100);
            assertThrows(AudioException.class, () -> AudioDecoder.decode(bad, 22050));
            Resampler.resample(new float[1000], 44100, 22050);
            before = round == 100 ? Pointer.physicalBytes() : before;
        }
        long grown = Pointer.physicalBytes() - before;
        assertTrue(grown < NOISE_BYTES, grown + " bytes more"); // one forgotten decoder a round would be 300 MB
    }
}
