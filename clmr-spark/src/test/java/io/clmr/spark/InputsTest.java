package io.clmr.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clmr.data.list.Exclusions;
import io.clmr.data.list.ListException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of folders and lists, on this machine and on another file system. */
class InputsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void music() throws IOException {
        for (String name : List.of("a.mp3", "Karaoke/b.mp3", ".trash/c.mp3", "d.tak", "cover.jpg")) {
            Path file = folder.resolve("music").resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }

    private List<String> names(String input, Exclusions exclusions) throws IOException {
        return Inputs.find(List.of(input), false, exclusions, new Configuration()).files().stream()
                .map(place -> place.replaceFirst("^.*/music/", ""))
                .toList();
    }

    @Test
    void foldersGiveTheSameFilesHereAndElsewhere() throws IOException {
        Exclusions exclusions = new Exclusions(List.of("Karaoke"));
        for (String input : List.of(
                folder.resolve("music").toString(),
                folder.resolve("music").toUri().toString())) {
            assertEquals(List.of("Karaoke/b.mp3", "a.mp3", "d.tak"), names(input, Exclusions.NONE), input);
            assertEquals(List.of("a.mp3", "d.tak"), names(input, exclusions), input);
        }
    }

    @Test
    void whatIsPassedOverIsSaid() throws IOException {
        List<String> remarks = new ArrayList<>();
        Inputs.find(
                List.of(folder.resolve("music").toString()),
                false,
                new Exclusions(List.of("Karaoke")),
                new Configuration(),
                remarks::add);
        assertEquals(List.of(folder.resolve("music") + ": passed over: 1 .jpg, 1 excluded"), remarks);
    }

    @Test
    void aListMayNameFilesAndAddresses() throws IOException {
        Path list = Files.writeString(
                folder.resolve("l.txt"),
                "\ufeffmusic/a.mp3\r\nhdfs://name/music/x.mp3\r\nfile://" + folder + "/music/d.tak\r\n");
        assertEquals(List.of("a.mp3", "x.mp3", "d.tak"), names(list.toString(), Exclusions.NONE));
    }

    @Test
    void aBadLineIsNamed() throws IOException {
        Path list = Files.write(folder.resolve("l.txt"), new byte[] {'a', '\n', (byte) 0xe9, '\n'});
        ListException e = assertThrows(ListException.class, () -> names(list.toString(), Exclusions.NONE));
        assertEquals(list + ":2: is not UTF-8; save the file as UTF-8", e.getMessage());
        assertEquals(Main.INPUT, Main.code(e));
    }
}
