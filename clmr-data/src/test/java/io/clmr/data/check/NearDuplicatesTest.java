package io.clmr.data.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.data.audio.AudioDecoder;
import io.clmr.data.audio.TestAudio;
import io.clmr.data.list.AudioFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Music with several clips of each song against copies of some clips.
 *
 * <p>{@code -Dclmr.test.music=FOLDER} takes other music than the bundled one, {@code -Dclmr.test.copied=N} copies every
 * N-th clip instead of every 32nd.
 */
class NearDuplicatesTest {
    private static final int RATE = 22050;

    /** What is done to a copy, by the ending of its name. */
    private static final Map<String, List<String>> COPIES = Map.of(
            "48k.mp3", List.of("-b:a", "48k"),
            "vorbis.ogg", List.of("-c:a", "vorbis", "-strict", "-2", "-ac", "2", "-b:a", "64k"),
            "quiet.wav", List.of("-af", "volume=-12dB"),
            "cut.mp3", List.of("-ss", "0.3", "-b:a", "64k"),
            "inverted.flac", List.of("-af", "volume=-1"));

    @TempDir
    Path folder;

    private static Fingerprint fingerprint(Path file) throws IOException {
        return fingerprint(AudioDecoder.decodePcm16(file, RATE));
    }

    private static Fingerprint fingerprint(short[] samples) {
        Fingerprinter fingerprinter = new Fingerprinter(RATE);
        fingerprinter.add(samples, samples.length);
        return fingerprinter.fingerprint();
    }

    private static Path music() {
        String given = System.getProperty("clmr.test.music");
        return given == null ? TestAudio.quickstartMusic() : Path.of(given);
    }

    @Test
    void findsEveryCopyAndNothingElse() throws Exception {
        List<Path> clips = List.copyOf(AudioFolder.search(music()).files().values());
        NearDuplicates near = new NearDuplicates();
        List<String> origins = new ArrayList<>();
        for (Path clip : clips) {
            near.add(origins.size(), fingerprint(clip), match -> {});
            origins.add(clip.toString());
        }
        assertEquals(List.of(), near.groups(), "clips of different songs, or different clips of a song");

        int every = Integer.getInteger("clmr.test.copied", 32);
        Map<String, Integer> found = new TreeMap<>();
        int copied = 0;
        for (int i = 0; i < clips.size(); i += every) {
            copied++;
            for (Map.Entry<String, List<String>> copy : COPIES.entrySet()) {
                Path file = folder.resolve(copied + copy.getKey());
                List<String> arguments =
                        new ArrayList<>(List.of("-i", clips.get(i).toString()));
                arguments.addAll(copy.getValue());
                arguments.add(file.toString());
                TestAudio.ffmpeg(arguments.toArray(String[]::new));
                near.add(origins.size(), fingerprint(file), match -> found.merge(copy.getKey(), 1, Integer::sum));
                origins.add(clips.get(i).toString());
                Files.delete(file);
            }
        }
        for (String kind : COPIES.keySet()) {
            assertEquals(copied, found.get(kind), kind + " of " + copied + " clips");
        }
        assertEquals(copied, near.groups().size());
        for (List<Integer> group : near.groups()) {
            assertEquals(1 + COPIES.size(), group.size());
            assertEquals(1, group.stream().map(origins::get).distinct().count(), group + " are one clip's copies");
        }
    }

    @Test
    void saysWhereTheCopyBegins() throws IOException {
        short[] samples = AudioDecoder.decodePcm16(music().resolve(anyClip()), RATE);
        NearDuplicates near = new NearDuplicates();
        near.add(0, fingerprint(samples), match -> {});
        List<NearDuplicates.Match> matches = new ArrayList<>();
        short[] later = Arrays.copyOfRange(samples, 2 * RATE, samples.length);
        near.add(1, fingerprint(later), matches::add);
        assertEquals(1, matches.size());
        double seconds = (double) matches.get(0).lagSteps() * WaveSigns.samplesPerStep(RATE) / RATE;
        assertEquals(2.0, seconds, 0.0002);
    }

    private static String anyClip() throws IOException {
        return AudioFolder.search(music()).files().firstKey();
    }

    @Test
    void silenceIsNobodysDuplicate() {
        NearDuplicates near = new NearDuplicates();
        for (int i = 0; i < 3; i++) {
            near.add(i, fingerprint(new short[20 * RATE]), match -> {});
        }
        assertTrue(near.groups().isEmpty());
    }

    @Test
    void hundredsOfCopiesMakeOneGroup() throws IOException {
        short[] samples = AudioDecoder.decodePcm16(music().resolve(anyClip()), RATE);
        NearDuplicates near = new NearDuplicates();
        for (int i = 0; i < 200; i++) {
            short[] shifted = Arrays.copyOfRange(samples, 37 * i, samples.length);
            near.add(i, fingerprint(shifted), match -> {});
        }
        assertEquals(1, near.groups().size());
        assertEquals(200, near.groups().get(0).size());
    }
}
