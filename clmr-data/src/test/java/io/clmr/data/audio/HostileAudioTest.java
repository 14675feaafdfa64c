package io.clmr.data.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.data.audio.AudioException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people have on their disks under names that end in .mp3. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileAudioTest {
    @TempDir
    Path folder;

    private AudioException refused(Path file) {
        AudioException refusal = assertThrows(AudioException.class, () -> AudioDecoder.decode(file, 22050));
        assertEquals(file, refusal.file());
        assertTrue(refusal.getMessage().startsWith(file + ": "), refusal.getMessage());
        return refusal;
    }

    @Test
    void refusesWhatIsNotThere() {
        AudioException refusal = refused(folder.resolve("gone.mp3"));
        assertEquals(folder.resolve("gone.mp3") + ": is not there; check the path", refusal.getMessage());
    }

    @Test
    void refusesAFolder() throws IOException {
        AudioException refusal = refused(Files.createDirectory(folder.resolve("folder.mp3")));
        assertTrue(refusal.getMessage().endsWith(": is a folder, expected an audio file"), refusal.getMessage());
    }

    @Test
    void refusesAPipeInsteadOfWaitingForIt() throws Exception {
        Path pipe = folder.resolve("pipe.wav");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        AudioException refusal = refused(pipe);
        assertTrue(
                refusal.getMessage().endsWith(": is not a regular file, expected an audio file"), refusal.getMessage());
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        AudioException refusal = refused(Files.createFile(folder.resolve("empty.mp3")));
        assertEquals(Kind.EMPTY, refusal.kind());
        assertTrue(refusal.getMessage().endsWith(": is 0 bytes long; get the file again"), refusal.getMessage());
    }

    @Test
    void refusesTextNamedAudio() throws IOException {
        for (String name : List.of("text.mp3", "text.wav", "text.flac", "text.ogg", "text.m4a", "text.opus")) {
            Path file = folder.resolve(name);
            Files.writeString(file, "All work and no play makes Jack a dull boy.\n".repeat(5000));
            assertEquals(Kind.UNREADABLE, refused(file).kind(), name);
        }
    }

    @Test
    void refusesAWavWithoutSamples() throws IOException {
        Path file = TestAudio.writeFloatWav(folder.resolve("none.wav"), 44100, 1);
        assertEquals(Kind.EMPTY, refused(file).kind());
    }

    @Test
    void refusesAVideoWithoutSound() throws Exception {
        Path file = folder.resolve("film.mp4");
        TestAudio.ffmpeg("-f", "lavfi", "-i", "testsrc=d=1:s=64x64", "-c:v", "mpeg4", file.toString());
        AudioException refusal = refused(file);
        assertTrue(
                refusal.getMessage()
                        .endsWith(": holds no audio stream (found QuickTime / MOV with 1 other streams); give an audio"
                                + " file"),
                refusal.getMessage());
    }

    /** Nearly every song that was bought or ripped has a second stream: its cover. */
    @Test
    void readsASongThatHasACover() throws Exception {
        Path cover = folder.resolve("cover.png");
        TestAudio.ffmpeg("-f", "lavfi", "-i", "color=red:s=16x16:d=1", "-frames:v", "1", cover.toString());
        Path clip = TestAudio.excerpt("stereo-48000.mp3");
        for (String ending : List.of("mp3", "flac", "m4a")) {
            Path song = folder.resolve("song." + ending);
            TestAudio.ffmpeg(
                    "-i",
                    clip.toString(),
                    "-i",
                    cover.toString(),
                    "-map",
                    "0:a",
                    "-map",
                    "1:v",
                    "-c:v",
                    "copy",
                    "-disposition:v",
                    "attached_pic",
                    song.toString());
            assertArrayEquals(
                    TestAudio.ffmpegPcm16(song, 22050, folder), AudioDecoder.decodePcm16(song, 22050), ending);
        }
    }

    /** Two files one after the other: what ffmpeg decodes whole is heard whole, and the rest is no shorter song. */
    @Test
    void aChainedOggIsHeardWholeOrRefused() throws Exception {
        Path first = folder.resolve("first.ogg");
        Path other = folder.resolve("other.ogg");
        String clip = TestAudio.excerpt("stereo-48000.mp3").toString();
        TestAudio.ffmpeg("-i", clip, "-ar", "44100", "-c:a", "vorbis", "-strict", "-2", first.toString());
        TestAudio.ffmpeg("-i", clip, "-ar", "48000", "-c:a", "vorbis", "-strict", "-2", other.toString());
        Path same = chained("same.ogg", first, first);
        assertArrayEquals(TestAudio.ffmpegPcm16(same, 22050, folder), AudioDecoder.decodePcm16(same, 22050));
        assertTrue(AudioDecoder.decodePcm16(same, 22050).length > 5 * 22050);
        AudioException refusal = refused(chained("unlike.ogg", first, other));
        assertEquals(Kind.UNREADABLE, refusal.kind());
        assertTrue(
                refusal.getMessage()
                        .endsWith(
                                "(Not yet implemented in FFmpeg, patches welcome); the file is damaged or cut off, get"
                                        + " it again"),
                refusal.getMessage());
        Path opus = TestAudio.excerpt("stereo-48000.opus");
        Path vorbisThenOpus = chained("mixed.ogg", first, opus);
        assertEquals(Kind.UNREADABLE, refused(vorbisThenOpus).kind());
    }

    private Path chained(String name, Path one, Path other) throws IOException {
        byte[] head = Files.readAllBytes(one);
        byte[] tail = Files.readAllBytes(other);
        byte[] both = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, both, head.length, tail.length);
        return Files.write(folder.resolve(name), both);
    }

    @Test
    void whatAWavSaysOfBytesASecondDecidesNothing() throws Exception {
        Path clip = TestAudio.quickstartMusic().resolve("amber_archive/signal_velvet_078-12.mp3");
        for (String encoder : List.of("adpcm_ima_wav", "adpcm_ms", "adpcm_yamaha", "pcm_s16le")) {
            Path file = folder.resolve(encoder + ".wav");
            TestAudio.ffmpeg("-i", clip.toString(), "-t", "6", "-c:a", encoder, file.toString());
            short[] right = TestAudio.ffmpegPcm16(file, 22050, folder);
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            for (int rate : new int[] {bytes.getInt(28), bytes.getInt(28) / 2, 1, 0, -1}) {
                Files.write(file, bytes.putInt(28, rate).array());
                assertArrayEquals(right, AudioDecoder.decodePcm16(file, 22050), encoder + " with " + rate);
            }
        }
    }

    @Test
    void tellsOfAFileThatIsLongerThanItsHeaderSays() throws Exception {
        Path file = folder.resolve("long.wav");
        byte[] whole = Files.readAllBytes(TestAudio.writeFloatWav(file, 16000, 1, new float[64_000]));
        ByteBuffer wav = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        for (int size : new int[] {0, -1}) {
            Files.write(file, wav.putInt(40, size).array());
            assertEquals(
                    "[AudioRemark[kind=LONGER_THAN_STATED, found=the header states no length, so all 256000 bytes are"
                            + " heard]]",
                    remarks(file).toString());
            assertArrayEquals(TestAudio.ffmpegPcm16(file, 16000, folder), AudioDecoder.decodePcm16(file, 16000));
        }
        Files.write(file, wav.putInt(40, 100_000).array());
        assertEquals(
                "[AudioRemark[kind=LONGER_THAN_STATED, found=156000 bytes lie behind the end that the header states, and"
                        + " are not heard]]",
                remarks(file).toString());
        assertArrayEquals(TestAudio.ffmpegPcm16(file, 16000, folder), AudioDecoder.decodePcm16(file, 16000));
        Files.write(file, wav.putInt(40, 256_000).array());
        assertEquals(List.of(), remarks(file));
    }

    private static List<AudioRemark> remarks(Path file) throws IOException {
        short[] samples = new short[1 << 16];
        try (AudioStream stream = AudioDecoder.open(file, 16000, SampleFormat.PCM16)) {
            while (stream.read(samples, 0, samples.length) > 0) {
                continue;
            }
            return stream.remarks();
        }
    }

    @Test
    void anInterruptedThreadStopsDecoding() {
        Path file = TestAudio.excerpt("stereo-48000.mp3");
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, () -> AudioDecoder.decode(file, 22050));
        assertTrue(Thread.interrupted(), "the interruption stays known");
    }

    /** Behind its first frames lie gigabytes of zeros, in which ffmpeg looks for the next one without coming back. */
    @Test
    void anInterruptionReachesNativeCode() throws Exception {
        Path file = Files.copy(TestAudio.excerpt("stereo-48000.mp3"), folder.resolve("hole.mp3"));
        try (RandomAccessFile hole = new RandomAccessFile(file.toFile(), "rw")) {
            hole.setLength(200L << 30); // the file system stores none of them
        }
        CountDownLatch begun = new CountDownLatch(1);
        List<Exception> ends = new CopyOnWriteArrayList<>();
        Thread reader = new Thread(() -> {
            try (AudioStream stream = AudioDecoder.open(file, 22050)) {
                float[] samples = new float[1000];
                begun.countDown();
                while (stream.read(samples, 0, samples.length) > 0) {
                    continue;
                }
            } catch (IOException e) {
                ends.add(e);
            }
        });
        reader.start();
        begun.await();
        reader.interrupt();
        reader.join();
        assertEquals(InterruptedIOException.class, ends.get(0).getClass());
    }

    @Test
    void refusesFilesThatWereCutOff() throws Exception {
        for (String name : List.of("clip.mp3", "clip.wav", "clip.flac")) {
            Path whole = folder.resolve(name);
            Path clip = TestAudio.quickstartMusic().resolve("amber_archive/signal_velvet_078-12.mp3");
            TestAudio.ffmpeg("-i", clip.toString(), whole.toString());
            byte[] bytes = Files.readAllBytes(whole);
            Path cut = Files.write(folder.resolve("cut-" + name), Arrays.copyOf(bytes, bytes.length / 2));
            AudioException refusal = refused(cut);
            assertEquals(Kind.TRUNCATED, refusal.kind(), refusal.getMessage());
            assertTrue(refusal.getMessage().contains(": the header promises 12."), refusal.getMessage());
        }
    }

    @Test
    void refusesAnM4aWithoutItsIndex() throws IOException {
        byte[] bytes = Files.readAllBytes(TestAudio.excerpt("stereo-44100.m4a"));
        Path cut = Files.write(folder.resolve("cut.m4a"), Arrays.copyOf(bytes, bytes.length / 2));
        assertEquals(Kind.UNREADABLE, refused(cut).kind());
    }

    @Test
    void refusesAHeaderThatPromisesHours() throws IOException {
        byte[] bytes = Files.readAllBytes(TestAudio.excerpt("mono-16000.flac"));
        // STREAMINFO: the low 32 of 36 bits of the number of samples are bytes 22 to 25 behind the magic.
        Arrays.fill(bytes, 22, 26, (byte) 0x7f);
        AudioException refusal = refused(Files.write(folder.resolve("hours.flac"), bytes));
        assertEquals(Kind.TRUNCATED, refusal.kind());
        assertTrue(refusal.getMessage().contains(": the header promises 133691"), refusal.getMessage());
    }

    @Test
    void refusesASampleRateOfOne() throws IOException {
        Path file = TestAudio.writeFloatWav(folder.resolve("slow.wav"), 1, 1, new float[5000]);
        assertTrue(
                refused(file).getMessage().contains(": says its sample rate is 1 Hz, expected 1000 to 768000;"),
                "names the rate");
    }

    @Test
    void refusesNaNAndInfinity() throws IOException {
        for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            float[] samples = new float[2 * 30_000];
            samples[2 * 20_000 + 1] = bad;
            Path file = TestAudio.writeFloatWav(folder.resolve("nan.wav"), 22050, 2, samples);
            AudioException refusal = refused(file);
            assertEquals(Kind.NOT_FINITE, refusal.kind());
            assertEquals(
                    file + ": sample 20000 is NaN or infinite, expected finite numbers; render the file again",
                    refusal.getMessage());
            assertThrows(AudioException.class, () -> AudioDecoder.decodePcm16(file, 22050));
        }
    }

    @Test
    void opensNothingThatAPlaylistNames() throws IOException {
        Path music = Files.copy(TestAudio.excerpt("mono-16000.wav"), folder.resolve("song.wav"));
        Path hls = Files.writeString(
                folder.resolve("list.mp3"),
                "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n" + music + "\n#EXT-X-ENDLIST\n");
        assertEquals(Kind.UNREADABLE, refused(hls).kind());
        Path concat = Files.writeString(folder.resolve("concat.mp3"), "ffconcat version 1.0\nfile song.wav\n");
        assertEquals(Kind.UNREADABLE, refused(concat).kind());
    }

    /** Damage must end in samples or in an AudioException: no crash, no hang, no flood of samples. */
    @Test
    void survivesDamageOfAnyKind() throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20260725);
        List<Path> excerpts = TestAudio.excerpts();
        short[] buffer = new short[1 << 16];
        for (int round = 0; round < 400; round++) {
            Path original = excerpts.get(round % excerpts.size());
            Path file = folder.resolve("fuzzed-" + original.getFileName());
            Files.write(file, damaged(Files.readAllBytes(original), random));
            long samples = 0;
            try (AudioStream stream = AudioDecoder.open(file, 22050, SampleFormat.PCM16)) {
                int count;
                while ((count = stream.read(buffer, 0, buffer.length)) > 0) {
                    samples += count;
                }
            } catch (AudioException refusal) {
                assertEquals(file, refusal.file());
            }
            // The longest excerpt has 6 s; a damaged rate may stretch it by 44.1 kHz : 1 kHz.
            assertTrue(samples < 600L * 22050, "round " + round + ": " + samples + " samples of " + original);
        }
    }

    private static byte[] damaged(byte[] original, RandomGenerator random) {
        byte[] bytes = original.clone();
        int kind = random.nextInt(5);
        if (kind == 0) {
            return Arrays.copyOf(bytes, random.nextInt(1, bytes.length));
        }
        int region = kind == 1 ? Math.min(200, bytes.length) : bytes.length; // headers hurt most
        int changes = 1 + random.nextInt(kind == 2 ? 2000 : 20);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(region - 8);
            if (kind == 3) {
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, random.nextInt());
            } else if (kind == 4) {
                int length = Math.min(random.nextInt(1, 1000), bytes.length - at);
                System.arraycopy(bytes, random.nextInt(bytes.length - length), bytes, at, length);
            } else {
                bytes[at] = (byte) random.nextInt();
            }
        }
        return bytes;
    }
}
