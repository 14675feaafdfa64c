package io.clmr.data.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioSelectionTest {
    private static final int RATE = 22050;

    @TempDir
    static Path folder;

    private static Path twoTracks;

    @BeforeAll
    static void makeAFileWithTwoTracks() throws Exception {
        twoTracks = folder.resolve("two.mka");
        TestAudio.ffmpeg(
                "-i",
                TestAudio.excerpt("mono-16000.wav").toString(),
                "-i",
                TestAudio.excerpt("stereo-44100.wav").toString(),
                "-map",
                "0:a",
                "-map",
                "1:a",
                "-c",
                "copy",
                "-disposition:a",
                "0",
                "-metadata:s:a:1",
                "language=deu",
                twoTracks.toString());
    }

    private static AudioSelection track(int number) {
        return new AudioSelection(OptionalInt.of(number), Mixdown.MEAN);
    }

    private static AudioSelection channel(Mixdown mixdown) {
        return new AudioSelection(OptionalInt.empty(), mixdown);
    }

    @Test
    void takesTheTrackThatIsAskedFor() throws Exception {
        short[] first = TestAudio.ffmpegPcm16(TestAudio.excerpt("mono-16000.wav"), RATE, folder);
        short[] second = TestAudio.ffmpegPcm16(TestAudio.excerpt("stereo-44100.wav"), RATE, folder);
        assertArrayEquals(first, AudioDecoder.decodePcm16(twoTracks, RATE, track(0)));
        assertArrayEquals(second, AudioDecoder.decodePcm16(twoTracks, RATE, track(1)));
        assertEquals(16000, AudioDecoder.info(twoTracks, track(0)).sampleRateHz());
        short[] window = AudioDecoder.decodeWindowPcm16(twoTracks, RATE, track(0), 5000, 1000);
        assertArrayEquals(Arrays.copyOfRange(first, 5000, 6000), window);
    }

    /** The rule of ffmpeg's program: a default track, then the one of most channels, then the first. */
    @ParameterizedTest
    @CsvSource({"0, 0, 1", "default, 0, 0", "0, default, 1", "default, default, 1"})
    void takesTheTrackThatFfmpegTakes(String first, String second, int expected) throws Exception {
        Path file = folder.resolve("disposed.mka");
        TestAudio.ffmpeg(
                "-i",
                twoTracks.toString(),
                "-map",
                "0",
                "-c",
                "copy",
                "-disposition:a:0",
                first,
                "-disposition:a:1",
                second,
                file.toString());
        short[] heard = AudioDecoder.decodePcm16(file, RATE);
        assertArrayEquals(TestAudio.ffmpegPcm16(file, RATE, folder), heard);
        assertArrayEquals(AudioDecoder.decodePcm16(file, RATE, track(expected)), heard);
    }

    @Test
    void namesTheTracksThereAreWhereOneIsMissing() {
        AudioException refusal =
                assertThrows(AudioException.class, () -> AudioDecoder.decodePcm16(twoTracks, RATE, track(2)));
        assertEquals(
                twoTracks
                        + ": has no audio track 2, expected one of 0 (pcm_s16le, 1 channel), 1 (pcm_s16le, 2 channels,"
                        + " deu)",
                refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"stereo-44100.wav, 44100", "stereo-44100.wav, 16000", "stereo-48000.mp3, 22050"})
    void takesOneChannelAsItIs(String name, int rateHz) throws Exception {
        Path file = TestAudio.excerpt(name);
        for (Mixdown side : new Mixdown[] {Mixdown.LEFT, Mixdown.RIGHT}) {
            Path alone = folder.resolve("alone.wav");
            String pan = "pan=mono|c0=" + (side == Mixdown.LEFT ? "FL" : "FR");
            TestAudio.ffmpeg("-i", file.toString(), "-af", pan, "-c:a", "pcm_f32le", alone.toString());
            assertArrayEquals(
                    AudioDecoder.decode(alone, rateHz), AudioDecoder.decode(file, rateHz, channel(side)), side + "");
        }
    }

    @Test
    void takesTheFrontChannelsOfASurroundFile() throws Exception {
        float[] interleaved = new float[6 * 1000];
        for (int i = 0; i < interleaved.length; i++) {
            interleaved[i] = (i % 6 + 1) / 10f; // a constant for each channel
        }
        Path plain = TestAudio.writeFloatWav(folder.resolve("plain.wav"), RATE, 6, interleaved);
        Path surround = folder.resolve("surround.wav");
        TestAudio.ffmpeg("-channel_layout", "5.1", "-i", plain.toString(), "-c", "copy", surround.toString());
        assertEquals(0.1f, AudioDecoder.decode(surround, RATE, channel(Mixdown.LEFT))[500]);
        assertEquals(0.2f, AudioDecoder.decode(surround, RATE, channel(Mixdown.RIGHT))[500]);
    }

    @Test
    void aMonoFileHasOneChannelForBothSides() throws Exception {
        Path mono = TestAudio.excerpt("mono-16000.flac");
        float[] mean = AudioDecoder.decode(mono, RATE);
        assertArrayEquals(mean, AudioDecoder.decode(mono, RATE, channel(Mixdown.LEFT)));
        assertArrayEquals(mean, AudioDecoder.decode(mono, RATE, channel(Mixdown.RIGHT)));
    }

    @Test
    void opposedChannelsAreHeardBeforeTheMixdown() throws Exception {
        float[] interleaved = new float[2 * 5000];
        for (int i = 0; i < interleaved.length; i += 2) {
            interleaved[i] = (float) Math.sin(i / 30.0) / 5;
            interleaved[i + 1] = -interleaved[i];
        }
        Path file = TestAudio.writeFloatWav(folder.resolve("opposed.wav"), RATE, 2, interleaved);
        short[] mono = new short[10_000];
        try (AudioStream stream = AudioDecoder.open(file, RATE, SampleFormat.PCM16)) {
            int count = stream.read(mono, 0, mono.length);
            while (count > 0) {
                count = stream.read(mono, 0, mono.length);
            }
            assertEquals(0.2f, stream.channelPeak(), 0.001f);
        }
        assertTrue(AudioDecoder.decodePcm16(file, RATE, channel(Mixdown.LEFT))[100] != 0);
        assertEquals(0, AudioDecoder.decodePcm16(file, RATE)[100]);
    }

    @Test
    void remembersOnlyWhatIsNoDefault() {
        assertEquals(Map.of(), AudioSelection.defaults().settings());
        AudioSelection other = new AudioSelection(OptionalInt.of(3), Mixdown.RIGHT);
        assertEquals(Map.of("audio_track", "3", "mixdown", "right"), other.settings());
        assertEquals(other, AudioSelection.of(other.settings()));
        assertEquals(AudioSelection.defaults(), AudioSelection.of(Map.of()));
        assertEquals("audio track 3, right channel", other.text());
    }

    @Test
    void refusesANegativeTrack() {
        assertEquals(
                "audio_track is -1, expected 0 for the first one or more",
                assertThrows(IllegalArgumentException.class, () -> track(-1)).getMessage());
    }
}
