package io.clmr.data.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that change on the way, leave gaps, or do not begin at time 0. */
class UnevenStreamTest {
    private static final int RATE_HZ = 22050;

    @TempDir
    Path folder;

    @Test
    void rateAndChannelsMayChangeMidway() throws Exception {
        assertDecodedAsByFfmpeg(joined("joined.mp3", excerpt("mono-11025.mp3"), excerpt("stereo-48000.mp3")));
        assertDecodedAsByFfmpeg(joined("back.mp3", excerpt("stereo-48000.mp3"), excerpt("mono-11025.mp3")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ac3", "eac3"})
    void surroundIsMixedByTheLevelsThatTheFileAsksFor(String codec) throws Exception {
        Path quiet = made("quiet." + codec, surround(1), "-c:a", codec, "-center_mixlev", "0.5");
        Path loud = made("loud." + codec, surround(1), "-c:a", codec, "-center_mixlev", "0.707");
        assertDecodedAsByFfmpeg(quiet);
        assertDecodedAsByFfmpeg(loud);
        assertDecodedAsByFfmpeg(joined("levels-change." + codec, quiet, loud));
    }

    @Test
    void surroundMayBecomeStereoMidway() throws Exception {
        Path surround = made("surround.ac3", surround(1), "-c:a", "ac3");
        Path stereo = made("stereo.ac3", noise(1), "-ac", "2", "-c:a", "ac3");
        assertDecodedAsByFfmpeg(joined("to-stereo.ac3", surround, stereo));
        assertDecodedAsByFfmpeg(joined("to-surround.ac3", stereo, surround));
    }

    @ParameterizedTest
    @CsvSource({"alac, m4a", "pcm_s16le, mov", "flac, mp4", "pcm_s16le, mkv", "libopus, mkv"})
    void windowsBehindAGapInTheTimesAreThoseOfTheWholeFile(String codec, String container) throws Exception {
        Path file = made("gap." + container, noise(9), "-af", "aselect='not(between(t,2,2.3))'", "-c:a", codec);
        assertDecodedAsByFfmpeg(file);
        assertWindowsAreThoseOfTheWholeFile(file);
    }

    @ParameterizedTest
    @CsvSource({"alac, m4a", "pcm_s16le, mov", "flac, mp4"})
    void windowsOfMp4WithoutGapsAreThoseOfTheWholeFile(String codec, String container) throws Exception {
        assertWindowsAreThoseOfTheWholeFile(made("whole." + container, noise(9), "-c:a", codec));
    }

    @Test
    void windowsBehindTheSeamOfTwoMp3FilesAreThoseOfTheWholeFile() throws Exception {
        assertWindowsAreThoseOfTheWholeFile(joined(
                "joined.mp3", excerpt("stereo-48000.mp3"), excerpt("stereo-48000.mp3"), excerpt("stereo-48000.mp3")));
    }

    @Test
    void windowsBehindAChangeOfTheFormatAreThoseOfTheWholeFile() throws Exception {
        Path bare =
                made("mono.mp3", noise(3), "-ac", "1", "-c:a", "libmp3lame", "-write_xing", "0", "-id3v2_version", "0");
        Path stereo = made(
                "stereo.mp3", noise(4), "-ac", "2", "-c:a", "libmp3lame", "-write_xing", "0", "-id3v2_version", "0");
        assertWindowsAreThoseOfTheWholeFile(joined("to-stereo.mp3", bare, stereo));
        assertWindowsAreThoseOfTheWholeFile(joined("there-and-back.mp3", bare, stereo, bare));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp2", "mka", "mp4"})
    void windowsOfMp2AreThoseOfTheWholeFile(String container) throws Exception {
        assertWindowsAreThoseOfTheWholeFile(made("layer2." + container, noise(8), "-c:a", "mp2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stereo-48000.opus", "stereo-44100.ogg"})
    void aRecordedStreamMayBeginLate(String name) throws Exception {
        String[] ending = name.split("\\.");
        Path late = folder.resolve("late." + ending[1]);
        TestAudio.ffmpeg("-i", excerpt(name).toString(), "-c", "copy", "-output_ts_offset", "3600", late.toString());
        assertDecodedAsByFfmpeg(late);
    }

    @Test
    void aFileWithALongGapIsNotCalledCutOff() throws Exception {
        Path file = made("gap.m4a", noise(9), "-af", "aselect='not(between(t,3,6))'", "-c:a", "alac");
        AudioException refusal = assertThrows(AudioException.class, () -> AudioDecoder.decodePcm16(file, RATE_HZ));
        assertEquals(AudioException.Kind.TRUNCATED, refusal.kind());
        assertEquals(
                file
                        + ": the header promises 9.0 s, only 6.0 s are there; 3.00 s are missing from second 3.07 on, so what"
                        + " follows comes too early, get it again, or convert it with ffmpeg to use what is there",
                refusal.getMessage());
    }

    private void assertDecodedAsByFfmpeg(Path file) throws Exception {
        assertArrayEquals(TestAudio.ffmpegPcm16(file, RATE_HZ, folder), AudioDecoder.decodePcm16(file, RATE_HZ));
    }

    private static void assertWindowsAreThoseOfTheWholeFile(Path file) throws Exception {
        short[] whole = AudioDecoder.decodePcm16(file, RATE_HZ);
        for (int start = 4 * RATE_HZ; start + 3000 <= whole.length; start += 7001) {
            assertArrayEquals(
                    Arrays.copyOfRange(whole, start, start + 3000),
                    AudioDecoder.decodeWindowPcm16(file, RATE_HZ, start, 3000),
                    "window at " + start + " of " + whole.length);
        }
    }

    private static Path excerpt(String name) {
        return TestAudio.excerpt(name);
    }

    /** Six channels of noise, each another. */
    private static String surround(int seconds) {
        return "anoisesrc=d=" + seconds + ":r=48000:seed=1[a];anoisesrc=d=" + seconds + ":r=48000:seed=2:c=pink[b];"
                + "[a][b]amerge,pan=5.1(side)|c0=c0|c1=c1|c2=c0-c1|c3=c1|c4=0.5*c0|c5=-0.7*c1";
    }

    private static String noise(int seconds) {
        return "anoisesrc=d=" + seconds + ":r=44100:seed=5:a=0.4";
    }

    private Path made(String name, String source, String... options) throws Exception {
        Path file = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", source));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-strict", "-2", file.toString()));
        TestAudio.ffmpeg(arguments.toArray(String[]::new));
        return file;
    }

    private Path joined(String name, Path... parts) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Path part : parts) {
            bytes.write(Files.readAllBytes(part));
        }
        return Files.write(folder.resolve(name), bytes.toByteArray());
    }
}
