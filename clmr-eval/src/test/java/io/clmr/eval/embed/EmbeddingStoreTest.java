package io.clmr.eval.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.base.files.FileState;
import io.clmr.data.npy.NpyFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingStoreTest {
    private static final Map<String, String> SETTINGS = Map.of("encoder", "abc");

    private static final Optional<EncoderSource> SOURCE =
            Optional.of(new EncoderSource("/runs/a/model.safetensors", OptionalLong.empty()));

    private static final Optional<FileState> FILE = Optional.empty();

    @TempDir
    Path folder;

    @Test
    void whatTheJournalDoesNotTellIsCutOff() throws IOException {
        try (Journal journal = journal()) {
            EmbeddingStore store = open(journal);
            store.add("a.mp3", FILE, embedding(1, 2));
            store.commit();
            store.add("b.mp3", FILE, embedding(3));
            store.commit();
            store.close();
        }
        // a kill between the index and the journal: the journal's last line is cut off
        Path journalFile = folder.resolve("e.npy.journal");
        String text = Files.readString(journalFile);
        Files.writeString(journalFile, text.substring(0, text.length() - 5));

        try (Journal journal = journal()) {
            assertEquals(2, journal.rows());
            EmbeddingStore store = open(journal);
            assertEquals(2, store.rows());
            store.add("c.mp3", FILE, embedding(9));
            store.close();
        }
        assertArrayEquals(
                new float[][] {{1}, {2}, {9}},
                NpyFile.read(folder.resolve("e.npy")).matrix());
        assertEquals("""
                row,path,start_s,end_s
                0,a.mp3,0.000000,1.000000
                1,a.mp3,1.000000,2.000000
                2,c.mp3,0.000000,1.000000
                """, Files.readString(folder.resolve("e.index.csv")));
    }

    @Test
    void keepsWhereTheEncoderCameFrom() throws IOException {
        for (int n = 0; n < 2; n++) { // begun, and gone on with
            try (Journal journal = journal()) {
                open(journal).close();
            }
            assertEquals("""
                    {"encoder":"abc"}
                    {"checkpoint":"/runs/a/model.safetensors"}
                    """, Files.readString(folder.resolve("e.npy.journal")));
        }
    }

    @Test
    void refusesAMatrixShorterThanItsJournal() throws IOException {
        try (Journal journal = journal()) {
            EmbeddingStore store = open(journal);
            store.add("a.mp3", FILE, embedding(1, 2, 3));
            store.close();
        }
        try (FileChannel channel = FileChannel.open(folder.resolve("e.npy"), StandardOpenOption.WRITE)) {
            channel.truncate(130);
        }
        try (Journal journal = journal()) {
            IOException e = assertThrows(IOException.class, () -> open(journal));
            assertTrue(e.getMessage().contains("delete it to start over"), e.getMessage());
        }
    }

    private Journal journal() throws IOException {
        Path file = folder.resolve("e.npy.journal");
        Optional<JournalContent> before = JournalContent.read(file);
        return before.isPresent()
                ? Journal.goOn(file, before.get())
                : Journal.begin(file, JournalContent.head(SETTINGS, SOURCE, Optional.empty()));
    }

    private EmbeddingStore open(Journal journal) throws IOException {
        return EmbeddingStore.open(journal, folder.resolve("e.npy"), folder.resolve("e.index.csv"), 1, Long.MAX_VALUE);
    }

    private static Embedding embedding(float... values) {
        float[][] rows = new float[values.length][1];
        for (int n = 0; n < values.length; n++) {
            rows[n][0] = values[n];
        }
        return new RowTimes(1, 1, 1).embedding(rows, values.length, Pool.NONE);
    }
}
