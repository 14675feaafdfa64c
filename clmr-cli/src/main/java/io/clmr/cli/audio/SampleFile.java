package io.clmr.cli.audio;

import io.clmr.base.files.WholeFile;
import io.clmr.data.audio.AudioDecoder;
import io.clmr.data.audio.AudioSelection;
import io.clmr.data.npy.NpyArray;
import io.clmr.data.npy.NpyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Mono samples in a file: any audio to read, {@code .wav} and {@code .npy} to write. */
public final class SampleFile {

    private static final float PCM_SCALE = 32768f; // as the store reads its 16-bit samples
    private static final int WAVE_FORMAT_IEEE_FLOAT = 3;

    private SampleFile() {}

    /** Reads a file at full precision. */
    public static float[] read(Path file, int sampleRateHz, AudioSelection selection) throws IOException {
        return isNpy(file) ? readNpy(file) : AudioDecoder.decode(file, sampleRateHz, selection);
    }

    /** Reads a file with the 16-bit samples that training gets from a store; {@code .npy} is taken as it is. */
    public static float[] readAsStored(Path file, int sampleRateHz, AudioSelection selection) throws IOException {
        if (isNpy(file)) {
            return readNpy(file);
        }
        short[] pcm = AudioDecoder.decodePcm16(file, sampleRateHz, selection);
        float[] samples = new float[pcm.length];
        for (int i = 0; i < pcm.length; i++) {
            samples[i] = pcm[i] / PCM_SCALE;
        }
        return samples;
    }

    private static float[] readNpy(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new SampleFileException(file, "is not a file, expected mono samples in .npy");
        }
        NpyArray array;
        try {
            array = NpyFile.read(file);
        } catch (FileSystemException e) {
            throw e; // not the file's content but the disk or its permissions
        } catch (IOException e) {
            throw new SampleFileException(file, "is not a .npy file of numbers: " + e.getMessage());
        }
        if (array.shape().size() != 1 || array.values().length == 0) {
            throw new SampleFileException(file, "has shape " + array.shape() + ", expected mono samples: [samples]");
        }
        float[] samples = array.vector();
        for (int i = 0; i < samples.length; i++) {
            if (!Float.isFinite(samples[i])) {
                throw new SampleFileException(file, "sample " + i + " is " + samples[i] + ", expected a finite number");
            }
        }
        return samples;
    }

    /** Whether {@link #write} knows what this name ends in. */
    public static boolean canWrite(Path file) {
        return isNpy(file) || file.toString().endsWith(".wav");
    }

    /** Writes 32-bit float samples. */
    public static void write(Path file, float[] samples, int sampleRateHz) throws IOException {
        if (isNpy(file)) {
            NpyFile.write(file, samples);
            return;
        }
        WholeFile.writeBytes(file, waveFile(samples, sampleRateHz));
    }

    /** RIFF with the chunks "fmt ", "fact" (which every format but PCM needs) and "data". */
    private static byte[] waveFile(float[] samples, int sampleRateHz) {
        int dataBytes = Math.multiplyExact(samples.length, Float.BYTES);
        ByteBuffer wave = ByteBuffer.allocate(58 + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        wave.put(ascii("RIFF")).putInt(50 + dataBytes).put(ascii("WAVE"));
        wave.put(ascii("fmt ")).putInt(18);
        wave.putShort((short) WAVE_FORMAT_IEEE_FLOAT).putShort((short) 1).putInt(sampleRateHz);
        wave.putInt(sampleRateHz * Float.BYTES).putShort((short) Float.BYTES).putShort((short) Float.SIZE);
        wave.putShort((short) 0);
        wave.put(ascii("fact")).putInt(4).putInt(samples.length);
        wave.put(ascii("data")).putInt(dataBytes);
        for (float sample : samples) {
            wave.putFloat(sample);
        }
        return wave.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isNpy(Path file) {
        return file.toString().endsWith(".npy");
    }
}
