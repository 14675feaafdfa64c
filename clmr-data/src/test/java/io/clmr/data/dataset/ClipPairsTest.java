package io.clmr.data.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.data.list.TextLines;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipPairsTest {

    private static final List<Clip> CLIPS = Stream.of("a/1.mp3", "a/2.mp3", "b/3.mp3", "é, \"b\".mp3")
            .map(ClipPairsTest::clip)
            .toList();

    @TempDir
    private Path folder = Path.of("");

    private static Clip clip(String key) {
        return new Clip(key, Path.of("x"), Split.TRAIN, Optional.empty(), key, Optional.empty());
    }

    private Path list(String text) throws IOException {
        return Files.writeString(folder.resolve("pairs.csv"), text);
    }

    @Test
    void readsPairsWithAndWithoutWeights() throws IOException {
        ClipPairs pairs = ClipPairs.read(
                list("\ufeffa/1.mp3,a/2.mp3\r\n\r\n b/3.mp3 , a/./1.mp3 , 2.5\r\n\"é, \"\"b\"\".mp3\",b/3.mp3,0.001"),
                CLIPS);

        assertEquals(3, pairs.size());
        assertEquals(
                List.of(0, 2, 3), IntStream.range(0, 3).mapToObj(pairs::first).toList());
        assertEquals(
                List.of(1, 0, 2), IntStream.range(0, 3).mapToObj(pairs::second).toList());
        assertEquals(
                List.of(1.0, 2.5, 0.001),
                IntStream.range(0, 3).mapToObj(pairs::weight).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "a/1.mp3 | :2: has 1 cells, expected path,path or path,path,weight",
                "a/1.mp3,a/2.mp3,1,x | :2: has 4 cells, expected path,path or path,path,weight",
                "a/1.mp3,a/1.mp3 | :2: pairs a/1.mp3 with itself, expected two clips",
                "b/3.mp3,a/1.mp3 | :2: holds the pair of line 1 again, expected each pair once, in either order; use a"
                        + " weight to have it drawn more often",
                "a/1.mp3,a/2.mp3,0 | :2: has the weight \"0\", expected a number from 0.000001 to 1000000 such as 2.5",
                "a/1.mp3,a/2.mp3,NaN | :2: has the weight \"NaN\", expected a number from 0.000001 to 1000000 such as 2.5",
                "a/1.mp3,a/2.mp3,-1 | :2: has the weight \"-1\", expected a number from 0.000001 to 1000000 such as 2.5",
                "a/1.mp3,a/2.mp3,9e99 | :2: has the weight \"9e99\", expected a number from 0.000001 to 1000000 such as 2.5",
                "a/1.mp3, | :2: has no path in cell 2"
            })
    void namesTheLineOfWhatIsNoPair(String line, String message) throws IOException {
        Path list = list("a/1.mp3,b/3.mp3\n" + line + "\n");

        DatasetException e = assertThrows(DatasetException.class, () -> ClipPairs.read(list, CLIPS));

        assertEquals(list + message, e.getMessage());
    }

    @Test
    void listsTheClipsThatTheDatasetDoesNotHave() throws IOException {
        Path list = list("a/1.mp3,a/2.mp3\nx.mp3,y.mp3\n../z.mp3,a/1.mp3\n/w.mp3,v.mp3\nu.mp3,t.mp3\n");

        DatasetException e = assertThrows(DatasetException.class, () -> ClipPairs.read(list, CLIPS));

        assertEquals(
                list + ": names 7 clips that the dataset does not have: \"x.mp3\" (line 2), \"y.mp3\" (line 2),"
                        + " \"../z.mp3\" (line 3), \"/w.mp3\" (line 4), \"v.mp3\" (line 4), …; expected paths below the"
                        + " dataset's root, as in labels.csv",
                e.getMessage());
    }

    @Test
    void refusesWhatIsNotThereEmptyOrTooLarge() throws IOException {
        Path missing = folder.resolve("none.csv");
        assertThrows(DatasetException.class, () -> ClipPairs.read(missing, CLIPS));
        Path empty = list("\n\n");
        assertTrue(assertThrows(DatasetException.class, () -> ClipPairs.read(empty, CLIPS))
                .getMessage()
                .contains("is empty, expected one pair"));
        Path huge = folder.resolve("huge.csv");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(TextLines.MAX_BYTES + 1);
        }
        assertTrue(assertThrows(DatasetException.class, () -> ClipPairs.read(huge, CLIPS))
                .getMessage()
                .contains("is it the right file?"));
    }

    @Test
    void refusesAFolderAndBytesThatAreNoText() throws IOException {
        assertThrows(DatasetException.class, () -> ClipPairs.read(folder, CLIPS));
        Path latin =
                Files.write(folder.resolve("latin.csv"), "caf\u00e9.mp3,b\n".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(assertThrows(DatasetException.class, () -> ClipPairs.read(latin, CLIPS))
                .getMessage()
                .contains("UTF-8"));
        Random random = new Random(42);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = "a/1.mp3,a/2.mp3,2\nb/3.mp3,a/1.mp3\n".getBytes(StandardCharsets.UTF_8);
            for (int change = 0; change <= i % 4; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Path list = Files.write(folder.resolve("random.csv"), bytes);
            try {
                assertTrue(ClipPairs.read(list, CLIPS).size() > 0);
            } catch (DatasetException e) {
                assertTrue(e.getMessage().startsWith(list.toString()), e.getMessage());
            }
        }
    }

    @Test
    void readsAMillionPairs() throws IOException {
        List<Clip> many =
                IntStream.range(0, 2000).mapToObj(i -> clip(i + ".mp3")).toList();
        Path list = folder.resolve("many.csv");
        try (Writer out = Files.newBufferedWriter(list)) {
            for (int i = 0; i < 1_000_000; i++) {
                int first = i % 2000;
                out.write(first + ".mp3," + (first + 1 + i / 2000) % 2000 + ".mp3\n");
            }
        }

        assertEquals(1_000_000, ClipPairs.read(list, many).size());
    }
}
