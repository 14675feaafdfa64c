package io.clmr.data.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListFormatTest {
    @TempDir
    Path folder;

    private MusicDataset load(String text) throws IOException {
        Path list = Files.writeString(folder.resolve("songs.txt"), text);
        return MusicDataset.load(DatasetConfig.of("list", list));
    }

    @Test
    void readsPathsRelativeToTheList() throws IOException {
        Path inside = Files.createFile(folder.resolve("a song.mp3"));
        Path outside = Files.createFile(folder.resolve("b.wav")).toAbsolutePath();
        MusicDataset dataset = load("# mine\n./a song.mp3\n\n" + outside + "\n");
        assertEquals(
                List.of(inside, outside),
                dataset.clips().stream().map(Clip::path).map(Path::normalize).toList());
        assertEquals("a song.mp3", dataset.clips().get(0).key());
        assertEquals(outside.toString(), dataset.clips().get(1).key());
    }

    @Test
    void refusesDuplicatesAndWhatIsNotThere() throws IOException {
        Path list = folder.resolve("songs.txt");
        Files.createFile(folder.resolve("a.mp3"));
        assertEquals(
                list + ":3: a.mp3 is on line 1 already, expected each path once",
                assertThrows(DatasetException.class, () -> load("a.mp3\n#\nx/../a.mp3\n"))
                        .getMessage());
        assertEquals(
                list + ": 1 of 2 files listed in this list are not there, first b.mp3; get them, or use"
                        + " dataset.missing_audio=leave_out to go on without them, or keep if the PCM store holds them",
                assertThrows(DatasetException.class, () -> load("a.mp3\nb.mp3\n"))
                        .getMessage());
        assertEquals(
                folder + ": is a folder, expected a text file with one audio path a line",
                assertThrows(DatasetException.class, () -> MusicDataset.load(DatasetConfig.of("list", folder)))
                        .getMessage());
        assertEquals(
                list + ": has no clips: this list lists none",
                assertThrows(DatasetException.class, () -> load("\n")).getMessage());
    }

    @Test
    void namesTheLineThatIsNoUtf8() throws IOException {
        Path list = folder.resolve("songs.txt");
        Files.writeString(list, "cafe.mp3\nb\u00fche.mp3\n", StandardCharsets.ISO_8859_1);
        assertEquals(
                list + ":2: is not UTF-8; save the file as UTF-8",
                assertThrows(DatasetException.class, () -> MusicDataset.load(DatasetConfig.of("list", list)))
                        .getMessage());
    }

    @Test
    void namesThatAreNoUtf8AreWrittenAsTheirKeys() throws Exception {
        Process process = new ProcessBuilder(
                        "sh", "-c", "for c in 351 350; do : > \"$(printf \"caf\\\\$c.mp3\")\"; done")
                .directory(folder.toFile())
                .start();
        assumeTrue(process.waitFor() == 0, "needs a shell and a file system that takes any bytes for names");
        Files.createFile(folder.resolve("100%25.mp3"));
        MusicDataset dataset = load("caf%E9.mp3\ncaf%E8.mp3\n100%25.mp3\n");
        assertEquals(
                List.of("caf%E9.mp3", "caf%E8.mp3", "100%25.mp3"),
                dataset.clips().stream().map(Clip::key).toList());
        assertEquals(
                3,
                dataset.clips().stream()
                        .map(Clip::path)
                        .filter(Files::exists)
                        .distinct()
                        .count());
        assertTrue(assertThrows(DatasetException.class, () -> load("caf%EA.mp3\na%00.mp3\n"))
                .getMessage()
                .contains("2 of 2 files listed in this list are not there, first caf%EA.mp3, a%00.mp3"));
    }

    @Test
    void labelsNameFilesAsTheListDoes() throws IOException {
        Path a = Files.createFile(folder.resolve("a b.mp3"));
        Files.createFile(folder.resolve("#1.mp3"));
        Files.writeString(folder.resolve("labels.csv"), "\ufefffile://" + folder + "/a%20b.mp3,rock\r\n#1.mp3,pop\r\n");
        MusicDataset dataset = load("\ufefffile://" + folder + "/a%20b.mp3\r\n#1.mp3\r\n");
        assertEquals(
                List.of(a.toString(), "#1.mp3"),
                dataset.clips().stream().map(Clip::key).toList());
        assertTrue(dataset.clips().stream().allMatch(Clip::labelled));
    }

    @Test
    void tablesAreReadInEveryEncodingThatSaysItself() throws IOException {
        Files.createFile(folder.resolve("\u00e9.mp3"));
        Files.createFile(folder.resolve("b.mp3"));
        Path list = folder.resolve("songs.txt");
        Files.writeString(list, "\ufeff\u00e9.mp3\rb.mp3\r", StandardCharsets.UTF_16LE);
        Files.writeString(folder.resolve("labels.csv"), "\ufeff\u00e9.mp3,rock\rb.mp3,pop", StandardCharsets.UTF_16BE);
        MusicDataset dataset = MusicDataset.load(DatasetConfig.of("list", list));
        assertEquals(List.of("pop", "rock"), dataset.labels().names());
        assertTrue(dataset.clips().stream().allMatch(Clip::labelled));
    }
}
