package io.clmr.data.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.data.audio.TestAudio;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Containers with all that they may hold beside the audio, decoded against the ffmpeg program: into a store, and as
 * windows without one. The program of the very libraries we link makes and decodes the files.
 */
class AudioZooTest {
    private static final int RATE = 22050;

    /** Ending, audio encoder with its options; then what the container can hold beside the audio. */
    private static final String ZOO = """
            mp3  libmp3lame                               : cover chapters
            wav  pcm_s16le                                :
            flac flac                                     : cover chapters
            oga  flac                                     : second
            ogg  vorbis                                   : second
            opus libopus                                  :
            spx  libspeex -ar 32000                       :
            m4a  aac                                      : cover second chapters
            m4b  alac                                     : cover
            mp4  aac                                      : cover second video subtitles chapters
            mov  pcm_s24le                                : second video subtitles chapters timecode
            3gp  libopencore_amrnb -ar 8000 -ac 1         : second video
            mkv  ac3                                      : cover second video subtitles chapters attachment
            mka  pcm_f32le                                : cover second attachment
            webm libopus                                  : second video
            avi  libmp3lame                               : second video
            aiff pcm_s16be                                : cover
            caf  pcm_s16le                                :
            wv   wavpack                                  :
            tta  tta                                      :
            w64  pcm_s24le                                :
            au   pcm_s16be                                :
            asf  wmav2                                    : second video
            wma  wmav1                                    : cover
            ac3  ac3                                      :
            eac3 eac3                                     :
            dts  dca                                      :
            mlp  mlp                                      :
            thd  truehd                                   :
            mp2  mp2                                      :
            aac  aac                                      :
            amr  libopencore_amrnb -ar 8000 -ac 1         :
            awb  libvo_amrwbenc -ar 16000 -ac 1 -f amr    :
            ts   aac                                      : second video data
            mpg  mp2                                      : second video
            flv  aac                                      : video
            nut  pcm_s16le                                : second video
            wtv  mp2                                      : second video
            mxf  pcm_s16le -ar 48000                      : video
            rm   real_144 -ac 1 -ar 8000                  :
            voc  pcm_u8                                   :
            sox  pcm_s32le                                :
            ircam pcm_f32le                               :
            """;

    @TempDir
    static Path folder;

    private static final List<Clip> clips = new ArrayList<>();
    private static final Map<String, short[]> expected = new ConcurrentHashMap<>();
    private static PcmStore store;
    private static DirectClipReader direct;

    /** Makes the files, each with one extra, and has the program decode them. */
    @BeforeAll
    static void makeTheZoo() throws Exception {
        makeParts();
        List<String> animals = animals().toList();
        for (String name : animals) {
            clips.add(new Clip(name, folder.resolve(name), Split.UNASSIGNED, Optional.empty(), name, Optional.empty()));
        }
        animals.parallelStream().forEach(AudioZooTest::make);
        PrepareOptions options = new PrepareOptions(RATE, 1000, 2);
        store = StoreBuilder.prepare(folder.resolve("store"), clips, options, PrepareListener.none());
        direct = DirectClipReader.scan(clips, options, PrepareListener.none());
    }

    @AfterAll
    static void closeStore() {
        store.close();
    }

    private static void makeParts() throws Exception {
        String left = "anoisesrc=d=4.4:r=44100:seed=5:a=0.3:c=pink";
        String right = "sine=300:d=4.4:r=44100";
        TestAudio.ffmpeg(
                "-f",
                "lavfi",
                "-i",
                left,
                "-f",
                "lavfi",
                "-i",
                right,
                "-filter_complex",
                "[0][1]join=inputs=2:channel_layout=stereo",
                part("audio.wav"));
        TestAudio.ffmpeg("-f", "lavfi", "-i", "sine=700:d=4.4:r=44100", "-ac", "2", part("second.wav"));
        TestAudio.ffmpeg("-f", "lavfi", "-i", "color=red:s=16x16:d=1", "-frames:v", "1", part("cover.png"));
        TestAudio.ffmpeg("-f", "lavfi", "-i", "testsrc=d=5:s=176x144:r=5", "-c:v", "rawvideo", part("video.nut"));
        Files.writeString(Path.of(part("lines.srt")), "1\n00:00:01,000 --> 00:00:02,000\nla la\n");
        Files.writeString(Path.of(part("chapters.txt")), """
                ;FFMETADATA1
                title=Song
                [CHAPTER]
                TIMEBASE=1/1000
                START=0
                END=2000
                title=one
                [CHAPTER]
                TIMEBASE=1/1000
                START=2000
                END=5000
                title=two
                """);
    }

    private static String part(String name) {
        return folder.resolve("part-" + name).toString();
    }

    /** Returns file names such as {@code cover.mp3}. */
    static Stream<String> animals() {
        return ZOO.lines().flatMap(line -> {
            String ending = line.substring(0, line.indexOf(' '));
            Stream<String> extras =
                    Arrays.stream(line.substring(line.indexOf(':') + 1).split(" "));
            return (ending.equals("mxf") ? extras : Stream.concat(Stream.of("plain"), extras)) // mxf demands a video
                    .filter(extra -> !extra.isEmpty())
                    .map(extra -> extra + "." + ending);
        });
    }

    private static void make(String name) {
        try {
            Path file = folder.resolve(name);
            List<String> arguments = new ArrayList<>(List.of("-i", part("audio.wav")));
            String extra = name.substring(0, name.indexOf('.'));
            arguments.addAll(List.of(with(extra, name)));
            arguments.add("-c:a");
            arguments.addAll(List.of(encoder(name)));
            arguments.addAll(List.of("-strict", "-2", file.toString()));
            TestAudio.ffmpeg(arguments.toArray(String[]::new));
            Path scratch = Files.createDirectory(folder.resolve("scratch-" + name));
            expected.put(name, TestAudio.ffmpegPcm16(file, RATE, scratch));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static String[] encoder(String name) {
        String ending = name.substring(name.indexOf('.') + 1) + " ";
        String line =
                ZOO.lines().filter(text -> text.startsWith(ending)).findFirst().orElseThrow();
        return line.substring(ending.length(), line.indexOf(':')).trim().split(" ");
    }

    private static String[] with(String extra, String name) {
        return switch (extra) {
            case "cover" ->
                words("-i " + part("cover.png") + " -map 0:a -map 1:v -c:v copy -disposition:v attached_pic");
            case "second" -> words("-i " + part("second.wav") + " -map 1:a -map 0:a");
            case "video" -> words("-i " + part("video.nut") + " -map 1:v -map 0:a -c:v " + videoEncoder(name));
            case "subtitles" ->
                words("-i " + part("lines.srt") + " -map 0:a -map 1:s"
                        + (name.endsWith("mkv") ? "" : " -c:s mov_text"));
            case "chapters" -> words("-i " + part("chapters.txt") + " -map_metadata 1 -map_chapters 1");
            case "attachment" -> words("-attach " + part("cover.png") + " -metadata:s:t mimetype=image/png");
            case "data" -> words("-f data -i " + part("lines.srt") + " -map 0:a -map 1:d -c:d copy");
            case "timecode" -> words("-i " + part("video.nut") + " -map 0:a -map 1:v -c:v mpeg4 -timecode 00:00:00:00");
            default -> new String[0];
        };
    }

    private static String videoEncoder(String name) {
        String ending = name.substring(name.indexOf('.') + 1);
        return switch (ending) {
            case "webm" -> "libvpx -deadline realtime -cpu-used 8";
            case "mpg", "ts", "wtv" -> "mpeg2video -r 25";
            case "mxf" -> "mpeg2video -r 25";
            case "flv" -> "flv";
            case "3gp" -> "h263";
            case "asf" -> "wmv1";
            default -> "mpeg4";
        };
    }

    private static String[] words(String text) {
        return text.split(" ");
    }

    @ParameterizedTest
    @MethodSource("animals")
    void theStoreHoldsWhatTheProgramDecodes(String name) {
        short[] samples = expected.getOrDefault(name, new short[0]);
        int track = store.find(name).orElse(-1);
        assertTrue(track >= 0, () -> name + ": " + store.refused());
        assertEquals(samples.length, store.track(track).samples());
        assertTrue(samples.length > 4 * RATE);
        short[] stored = new short[samples.length];
        store.read(track, 0, stored, stored.length);
        assertArrayEquals(samples, stored);
    }

    @ParameterizedTest
    @MethodSource("animals")
    void windowsWithoutAStoreAreTheSame(String name) throws IOException {
        int track = direct.find(name).orElseThrow();
        int stored = store.find(name).orElseThrow();
        int[] offsets = {0, RATE, 4 * RATE + 7, (int) direct.track(track).samples() - 3000};
        float[] window = new float[3000];
        float[] wanted = new float[3000];
        for (int offset : offsets) {
            direct.read(track, offset, window);
            store.read(stored, offset, wanted);
            assertArrayEquals(wanted, window, "from sample " + offset);
        }
    }

    @Test
    void everyContainerOfTheZooIsHeard() {
        assertEquals(List.of(), store.refused());
        assertEquals(store.fingerprint(), direct.fingerprint());
    }
}
