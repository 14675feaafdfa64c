package io.clmr.data.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AudioDecoderTest {
    @TempDir
    Path folder;

    static Stream<Path> excerpts() {
        return TestAudio.excerpts().stream();
    }

    @ParameterizedTest
    @MethodSource("excerpts")
    void sixteenBitsEqualTheOutputOfTheFfmpegProgram(Path file) throws Exception {
        for (int rate : new int[] {22050, 16000, 44100}) {
            assertArrayEquals(
                    TestAudio.ffmpegPcm16(file, rate, folder),
                    AudioDecoder.decodePcm16(file, rate),
                    file + " at " + rate + " Hz");
        }
    }

    @Test
    void aBundledClipEqualsTheOutputOfTheFfmpegProgram() throws Exception {
        Path clip = TestAudio.quickstartMusic().resolve("amber_archive/signal_velvet_078-12.mp3");
        assertArrayEquals(TestAudio.ffmpegPcm16(clip, 22050, folder), AudioDecoder.decodePcm16(clip, 22050));
    }

    /** Rounding to 16 bits moves a sample by at most half a step; clipping happens in the 16-bit samples only. */
    @ParameterizedTest
    @MethodSource("excerpts")
    void floatSamplesAreTheSixteenBitSamplesBeforeRounding(Path file) throws Exception {
        float[] exact = AudioDecoder.decode(file, 22050);
        short[] rounded = AudioDecoder.decodePcm16(file, 22050);
        assertEquals(rounded.length, exact.length);
        for (int i = 0; i < exact.length; i++) {
            float clipped = Math.max(-32768f, Math.min(32767f, exact[i] * 32768f));
            // Input of 16 bits at 22050 Hz would not pass through float at all; that of others may by a hair be off.
            assertEquals(rounded[i], clipped, 0.502f, "sample " + i);
        }
    }

    @Test
    void stereoBecomesTheAverageOfBothChannels() throws Exception {
        Path stereo = TestAudio.excerpt("stereo-44100.wav");
        Path left = folder.resolve("left.wav");
        Path right = folder.resolve("right.wav");
        TestAudio.ffmpeg("-i", stereo.toString(), "-af", "pan=mono|c0=FL", "-c:a", "pcm_f32le", left.toString());
        TestAudio.ffmpeg("-i", stereo.toString(), "-af", "pan=mono|c0=FR", "-c:a", "pcm_f32le", right.toString());
        float[] l = AudioDecoder.decode(left, 44100);
        float[] r = AudioDecoder.decode(right, 44100);
        float[] mono = AudioDecoder.decode(stereo, 44100);
        assertEquals(l.length, mono.length);
        for (int i = 0; i < mono.length; i++) {
            assertEquals((l[i] + r[i]) / 2, mono[i], 1e-6f, "sample " + i);
        }
    }

    @Test
    void averagesChannelsThatHaveNoNames() throws Exception {
        float[] one = AudioDecoder.decode(TestAudio.excerpt("mono-16000.wav"), 16000);
        float[] interleaved = new float[one.length * 9];
        for (int i = 0; i < one.length; i++) {
            interleaved[9 * i] = one[i];
        }
        Path file = TestAudio.writeFloatWav(folder.resolve("nine.wav"), 16000, 9, interleaved);
        float[] nine = AudioDecoder.decode(file, 16000);
        assertEquals(one.length, nine.length);
        for (int i = 0; i < one.length; i++) {
            assertEquals(one[i] / 9, nine[i], 1e-6f, "sample " + i);
        }
    }

    @Test
    void streamGivesTheSamplesOfTheWholeFile() throws Exception {
        Path file = TestAudio.excerpt("stereo-48000.mp3");
        float[] whole = AudioDecoder.decode(file, 22050);
        float[] pieces = new float[whole.length];
        int filled = 0;
        try (AudioStream stream = AudioDecoder.open(file, 22050)) {
            int count;
            while ((count = stream.read(pieces, filled, Math.min(777, pieces.length - filled))) > 0) {
                filled += count;
            }
        }
        assertArrayEquals(whole, pieces);
    }

    @Test
    void windowsOfEveryFormatAreBitForBitPartOfTheWhole() throws Exception {
        Path clip = TestAudio.quickstartMusic().resolve("amber_archive/signal_velvet_078-12.mp3");
        Path other = TestAudio.quickstartMusic().resolve("amber_archive/signal_velvet_078-0.mp3");
        List<String> kinds = List.of(
                "a.wav -ar 44100 -c:a pcm_s16le",
                "b.flac -ar 48000 -c:a flac",
                "c.ogg -ar 44100 -ac 2 -c:a vorbis -strict -2",
                "d.m4a -ar 44100 -c:a aac",
                "e.opus -c:a libopus",
                "f.mp3 -ar 44100 -c:a libmp3lame -q:a 4",
                "g.mp3 -ar 16000 -c:a libmp3lame -b:a 32k -write_xing 0",
                "h.mka -ar 44100 -ac 2 -c:a vorbis -strict -2",
                "i.aac -ar 32000 -c:a aac",
                "j.mp3 -ar 44100 -c:a libmp3lame -q:a 2 -write_xing 0",
                "k.aiff -ar 22050",
                "l.m4a -ar 44100 -c:a alac");
        for (String kind : kinds) {
            String[] words = kind.split(" ");
            Path file = folder.resolve(words[0]);
            String[] arguments = Stream.of(
                            Stream.of(
                                    "-i",
                                    clip.toString(),
                                    "-i",
                                    other.toString(),
                                    "-filter_complex",
                                    "[0:a][1:a]concat=n=2:v=0:a=1"),
                            Arrays.stream(words).skip(1),
                            Stream.of(file.toString()))
                    .flatMap(part -> part)
                    .toArray(String[]::new);
            TestAudio.ffmpeg(arguments);
            for (int rate : new int[] {22050, 16000}) {
                float[] whole = AudioDecoder.decode(file, rate);
                for (int offset : new int[] {0, 1000, 5 * rate + 17, 11 * rate, 20 * rate + 1, whole.length - 100}) {
                    assertArrayEquals(
                            Arrays.copyOfRange(whole, offset, Math.min(whole.length, offset + 20_000)),
                            AudioDecoder.decodeWindow(file, rate, offset, 20_000),
                            kind + " at " + rate + " Hz from sample " + offset);
                }
            }
        }
    }

    @Test
    void windowBehindTheEndIsEmpty() throws Exception {
        assertEquals(0, AudioDecoder.decodeWindow(TestAudio.excerpt("mono-16000.wav"), 16000, 1_000_000, 10).length);
    }

    @Test
    void readsNamesThatFfmpegWouldTakeForProtocolsOrPatterns() throws Exception {
        for (String name : List.of("http: x%20y%d.wav", "Bj\u00f6rk \u2013 \u97f3.wav", "#1 [a]?.wav")) {
            Path file = Files.copy(TestAudio.excerpt("mono-16000.wav"), folder.resolve(name));
            assertTrue(AudioDecoder.decode(file, 16000).length > 10_000, name);
        }
    }

    @Test
    void resamplingAnArrayEqualsDecodingAFileOfIt() throws Exception {
        Path file = TestAudio.excerpt("mono-22050-float.wav");
        float[] samples = AudioDecoder.decode(file, 22050);
        for (int rate : new int[] {16000, 44100, 22050}) {
            assertArrayEquals(
                    AudioDecoder.decode(file, rate), Resampler.resample(samples, 22050, rate), "to " + rate + " Hz");
        }
    }
}
