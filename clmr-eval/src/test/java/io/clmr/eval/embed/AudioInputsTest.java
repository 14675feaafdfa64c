package io.clmr.eval.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
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
        StringReader list = new StringReader("# mine\nmusic/a.flac\n\n b c.mp3 \nmusic/a.flac\n");
        assertEquals(
                List.of(Path.of("music/a.flac"), Path.of("b c.mp3")), AudioInputs.find(List.of(Path.of("-")), list));
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
        EmbedException e = assertThrows(
                EmbedException.class, () -> AudioInputs.find(List.of(Path.of("-")), new StringReader("\n#\n")));
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

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }
}
