package io.clmr.eval.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.data.list.Exclusions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioInputsTest {
    @TempDir
    Path folder;

    @Test
    void foldersListsAndFilesGiveEachFileOnce() throws IOException {
        Path b = file("music/sub/b.MP3");
        Path a = file("music/a.flac");
        file("music/cover.jpg");
        Path odd = file("odd.bin");
        Path list = Files.writeString(folder.resolve("list.m3u"), "#EXTM3U\nmusic/a.flac\n\ngone.ogg\n");
        List<Path> found = AudioInputs.find(List.of(folder.resolve("music"), odd, list));
        assertEquals(List.of(a, b, odd, folder.resolve("gone.ogg")), found);
    }

    @Test
    void aDashStandsForAListFromElsewhere() throws IOException {
        assertEquals(
                List.of(Path.of("music/a.flac"), Path.of("b c.mp3")),
                fromElsewhere("# mine\nmusic/a.flac\n\n b c.mp3 \nmusic/a.flac\n")
                        .files());
        assertEquals(
                List.of(Path.of("#1.mp3"), Path.of("a\nb.mp3")),
                fromElsewhere("#1.mp3\0a\nb.mp3\0").files());
    }

    @Test
    void aFileThatIsNamedInTwoWaysIsTakenOnce() throws IOException {
        Path a = file("music/a.flac");
        Path again = folder.resolve("./music/./a.flac");
        assertEquals(List.of(a), AudioInputs.find(List.of(a, again)));
        assertEquals(
                List.of(a, folder.resolve("music/../music/a.flac")),
                AudioInputs.find(List.of(a, folder.resolve("music/../music/a.flac"))));
    }

    @Test
    void aListFromElsewhereWithoutALineIsRefused() {
        EmbedException e = assertThrows(EmbedException.class, () -> fromElsewhere("\n#\n"));
        assertEquals("-: the standard input names no file, expected one path a line", e.getMessage());
    }

    @Test
    void aFolderWithoutAudioIsRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        EmbedException e = assertThrows(EmbedException.class, () -> AudioInputs.find(List.of(empty)));
        assertTrue(e.getMessage().startsWith(empty + ": no file in this folder"), e.getMessage());
    }

    @Test
    void anInputThatIsNotThereIsRefused() {
        Path gone = folder.resolve("gone");
        EmbedException e = assertThrows(EmbedException.class, () -> AudioInputs.find(List.of(gone)));
        assertEquals(gone + ": no such file or folder", e.getMessage());
    }

    @Test
    void whatFoldersHoldBesidesIsCounted() throws IOException {
        Path a = file("music/a.flac");
        file("music/cover.JPG");
        file("music/back.jpg");
        file("music/README");
        file("music/Karaoke/b.mp3");
        file("music/.hidden/c.mp3");
        AudioInputs.Found found = AudioInputs.search(
                List.of(folder.resolve("music")), InputStream.nullInputStream(), new Exclusions(List.of("Karaoke")));
        assertEquals(List.of(a), found.files());
        assertEquals(
                List.of(folder.resolve("music") + ": passed over: 2 .jpg, 1 without an ending, 1 excluded"),
                found.remarks());
    }

    @Test
    void aListWithoutALineIsRefused() throws IOException {
        Path list = Files.writeString(folder.resolve("l.m3u"), "#EXTM3U\n");
        EmbedException e = assertThrows(EmbedException.class, () -> AudioInputs.find(List.of(list)));
        assertEquals(list + ": the list names no file, expected one path a line", e.getMessage());
    }

    private static AudioInputs.Found fromElsewhere(String list) throws IOException {
        return AudioInputs.search(
                List.of(Path.of("-")),
                new ByteArrayInputStream(list.getBytes(StandardCharsets.UTF_8)),
                Exclusions.NONE);
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }
}
