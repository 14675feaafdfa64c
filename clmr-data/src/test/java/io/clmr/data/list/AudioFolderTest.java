package io.clmr.data.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudioFolderTest {

    /** Endings of ffmpeg's demuxers that are no music: what is shown, what is read, and what other programs call so. */
    private static final Set<String> NOT_AUDIO = Set.of((
            // films, which may have sound, but whose sound is rarely meant
            "3g2 3gp avi dav dhav dif dv f4v flv ifv ism ismv ivr kux mj2 mk3d mks mkv mov moflex mods mvi mxg nut psp"
                    + " smjpeg ty ty+ usm viv xmv yop bmv cdxl xl flm sga cgi luodat"
                    // pictures without sound
                    + " 264 265 266 apv avc avif avs avs2 avs3 cdg cif dat evc gif h261 h264 h265 h266 h26l heic heif"
                    + " hevc imx ipu j2k jxl lvf m4v mjpeg mjpg mpo obu pdv qcif rcv rgb ser v v210 vc1 vvc y4m yuv"
                    + " yuv10 cdata bitpacked"
                    // texts and subtitles
                    + " adf ans aqt art asc diz ice idf idx mcc mpl2 nfo pjs rt sami sbg scc smi stl sub sup txt vt vtt"
                    + " webvtt"
                    // names that mostly belong to other programs
                    + " 302 bit nsp sdr2 son str svs vb vpk wa way msf")
            .split(" "));

    @TempDir
    private Path folder;

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    @Test
    void knowsEveryEndingThatFfmpegReadsAsAudio() {
        Set<String> unknown = new TreeSet<>();
        Set<String> known = new TreeSet<>();
        Pointer state = new Pointer();
        for (AVInputFormat format = avformat.av_demuxer_iterate(state);
                format != null && !format.isNull();
                format = avformat.av_demuxer_iterate(state)) {
            if (format.extensions() != null) {
                for (String ending : format.extensions().getString().split(",")) {
                    (AudioEndings.isAudio("x." + ending) || NOT_AUDIO.contains(ending) ? known : unknown).add(ending);
                }
            }
        }
        assertEquals(Set.of(), unknown);
        assertTrue(known.size() > 150, known.toString());
        NOT_AUDIO.forEach(ending -> assertFalse(AudioEndings.isAudio("x." + ending), ending));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.mp3",
                "a.MP3",
                "a.b.Flac",
                "a.wma",
                "a.opus",
                "a.spx",
                "a.dsf",
                "a.mpc",
                "a.tak",
                "a.tta",
                "a.w64",
                "a.aif",
                "a.amr",
                "a.dts",
                "a.ra",
                "a.m4b",
                "a.shn",
                "a.aax"
            })
    void whatPeopleHaveIsAudio(String name) {
        assertTrue(AudioEndings.isAudio(name));
    }

    @Test
    void countsWhatIsPassedOverByEnding() throws IOException {
        file("a.mp3");
        file("b/cover.jpg");
        file("b/back.JPG");
        file("b/notes.txt");
        file("b/._a.mp3");
        file("README");
        Files.createDirectories(folder.resolve("x.mp3"));
        file("x.mp3/in.mp3");
        AudioFolder found = AudioFolder.search(folder);
        assertEquals(Set.of("a.mp3", "x.mp3/in.mp3"), found.files().keySet());
        assertEquals(Map.of("jpg", 2, "txt", 1, "", 1), found.passedOver());
        assertEquals("2 .jpg, 1 without an ending, 1 .txt", found.passedOverText());
    }

    @Test
    void aFolderThatMayNotBeReadIsNamedAndPassedOver() throws IOException {
        AudioFolder.Search search = new AudioFolder.Search(folder, new Exclusions(List.of("Karaoke")));
        for (String name :
                List.of("a/locked", ".trash", "Karaoke")) { // root may read everything, so nothing is locked here
            Path locked = folder.resolve(name);
            assertEquals(
                    FileVisitResult.CONTINUE,
                    search.visitFileFailed(locked, new AccessDeniedException(locked.toString())));
        }
        search.visitFileFailed(
                folder.resolve("b.mp3"), new FileSystemException(folder + "/b.mp3", null, "Input/output error"));
        assertEquals(
                List.of("a/locked (may not be read by this user)", "b.mp3 (Input/output error)"),
                search.found().unreadable());
        assertThrows(
                AccessDeniedException.class,
                () -> search.visitFileFailed(folder, new AccessDeniedException(folder.toString())));
    }

    @Test
    void leavesOutWhatIsExcludedByNameOrByPath() throws IOException {
        for (String name : List.of("a.mp3", "b.tmp.mp3", "x/Karaoke/c.mp3", "x/d.mp3", "y/x/e.mp3", "[live].mp3")) {
            file(name);
        }
        assertEquals(
                Set.of("a.mp3", "x/d.mp3", "y/x/e.mp3", "[live].mp3"),
                AudioFolder.search(folder, new Exclusions(List.of("*.tmp.mp3", "Karaoke/")))
                        .files()
                        .keySet());
        AudioFolder found = AudioFolder.search(folder, new Exclusions(List.of("x/**", "\\[live\\]*")));
        assertEquals(Set.of("a.mp3", "b.tmp.mp3", "y/x/e.mp3"), found.files().keySet());
    }

    @Test
    void refusesWhatIsNoPattern() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new Exclusions(List.of("[live")));
        assertTrue(e.getMessage().startsWith("\"[live\" is no pattern of files: "), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Exclusions(List.of("/")));
    }
}
