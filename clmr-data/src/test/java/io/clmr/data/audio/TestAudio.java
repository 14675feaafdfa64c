package io.clmr.data.audio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/** Where the tests find real music, and the ffmpeg program of the very build we link against. */
public final class TestAudio {
    private TestAudio() {}

    /** Returns the small files of src/test/resources/audio, sorted. */
    public static List<Path> excerpts() {
        try (Stream<Path> files = Files.list(resource(""))) {
            return files.filter(file ->
                            !file.toString().endsWith(".sh") && !file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path excerpt(String name) {
        return resource(name);
    }

    private static Path resource(String name) {
        try {
            return Path.of(TestAudio.class.getResource("/audio/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the bundled music, found by walking up from the working directory. */
    public static Path quickstartMusic() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path music = folder.resolve("examples/quickstart-music");
            if (Files.isDirectory(music)) {
                return music;
            }
        }
        throw new IllegalStateException("examples/quickstart-music is in no folder above the working directory");
    }

    /** Runs the ffmpeg program; the last argument is the output file. */
    public static void ffmpeg(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class), "-v", "error", "-nostdin", "-y"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", command) + "\n" + output);
        }
    }

    /** Returns what {@code ffmpeg -ac 1 -ar RATE -f s16le} writes. */
    public static short[] ffmpegPcm16(Path file, int sampleRateHz, Path scratch)
            throws IOException, InterruptedException {
        Path raw = scratch.resolve("raw.s16le");
        ffmpeg("-i", file.toString(), "-ac", "1", "-ar", "" + sampleRateHz, "-f", "s16le", raw.toString());
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(raw)).order(ByteOrder.LITTLE_ENDIAN);
        short[] samples = new short[bytes.remaining() / Short.BYTES];
        bytes.asShortBuffer().get(samples);
        return samples;
    }

    /** Writes a WAV file of 32-bit floats, as the programs that can also write NaN do. */
    public static Path writeFloatWav(Path file, int sampleRateHz, int channels, float... interleaved)
            throws IOException {
        int dataBytes = interleaved.length * Float.BYTES;
        ByteBuffer wav = ByteBuffer.allocate(44 + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + dataBytes);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 3).putShort((short) channels).putInt(sampleRateHz);
        wav.putInt(sampleRateHz * channels * Float.BYTES).putShort((short) (channels * Float.BYTES));
        wav.putShort((short) 32);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(dataBytes);
        for (float value : interleaved) {
            wav.putFloat(value);
        }
        return Files.write(file, wav.array());
    }
}
