package io.clmr.data.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {
    @TempDir
    Path folder;

    @Test
    void vectorAndMatrixComeBackBitForBit() throws IOException {
        float[] vector = {1.5f, -0f, Float.MIN_VALUE, 3e38f};
        NpyFile.write(folder.resolve("v.npy"), vector);
        assertArrayEquals(vector, NpyFile.read(folder.resolve("v.npy")).vector());
        float[][] matrix = {{1, 2, 3}, {4, 5, 6}};
        NpyFile.write(folder.resolve("m.npy"), matrix);
        NpyArray read = NpyFile.read(folder.resolve("m.npy"));
        assertEquals(List.of(2, 3), read.shape());
        assertArrayEquals(matrix, read.matrix());
    }

    @Test
    void booleansBecomeUint8() throws IOException {
        NpyFile.write(folder.resolve("l.npy"), new boolean[][] {{true, false}, {false, true}});
        byte[] bytes = Files.readAllBytes(folder.resolve("l.npy"));
        assertEquals(132, bytes.length);
        assertTrue(new String(bytes, 0, 128, StandardCharsets.ISO_8859_1).contains("'descr': '|u1'"));
        assertArrayEquals(
                new double[] {1, 0, 0, 1}, NpyFile.read(folder.resolve("l.npy")).values());
    }

    /** The bytes numpy.save writes for numpy.array([1.5], "<f4"), NumPy 1.24. */
    @Test
    void readsWhatNumpyWrites() throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }";
        byte[] file = new byte[132];
        byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0};
        System.arraycopy(start, 0, file, 0, 10);
        byte[] text = (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, file, 10, 118);
        file[130] = (byte) 0xc0;
        file[131] = 0x3f;
        Files.write(folder.resolve("n.npy"), file);
        assertArrayEquals(
                new float[] {1.5f}, NpyFile.read(folder.resolve("n.npy")).vector());
        NpyFile.write(folder.resolve("o.npy"), new float[] {1.5f});
        assertArrayEquals(file, Files.readAllBytes(folder.resolve("o.npy")));
    }

    @Test
    void aHeaderThatClaimsMoreThanTheFileHasIsRefused() throws IOException {
        Path file = folder.resolve("huge.npy");
        Files.write(file, NpyHeader.encode(NpyType.FLOAT32, 500_000_000));
        IOException e = assertThrows(IOException.class, () -> NpyFile.read(file));
        assertEquals(file + ": has 128 bytes, but shape [500000000] of <f4 needs 2000000128", e.getMessage());
    }

    @Test
    void aShapeBeyondAnArrayIsRefused() throws IOException {
        Path file = folder.resolve("huge.npy");
        Files.write(file, NpyHeader.encode(NpyType.UINT8, 1L << 40, 1L << 40));
        IOException e = assertThrows(IOException.class, () -> NpyFile.read(file));
        assertTrue(e.getMessage().contains("more elements than one array can hold"), e.getMessage());
    }

    @Test
    void otherFilesAreRefusedByName() throws IOException {
        Path file = folder.resolve("text.npy");
        Files.writeString(file, "path,start_s,end_s\n");
        IOException e = assertThrows(IOException.class, () -> NpyFile.read(file));
        assertTrue(e.getMessage().startsWith(file + ": not a .npy file"), e.getMessage());
    }

    @Test
    void aGrowingMatrixCanBeReadAfterEachCommit() throws IOException {
        Path file = folder.resolve("grow.npy");
        try (NpyAppender appender = NpyAppender.create(file, 2)) {
            assertEquals(List.of(0, 2), NpyFile.read(file).shape());
            appender.append(new float[][] {{1, 2}, {3, 4}});
            appender.commit();
            assertArrayEquals(new float[][] {{1, 2}, {3, 4}}, NpyFile.read(file).matrix());
            appender.append(new float[][] {{5, 6}});
            assertEquals(List.of(2, 2), NpyFile.read(file).shape());
        }
        assertArrayEquals(
                new float[][] {{1, 2}, {3, 4}, {5, 6}}, NpyFile.read(file).matrix());
    }

    @Test
    void reopeningCutsOffWhatIsNotWanted() throws IOException {
        Path file = folder.resolve("grow.npy");
        try (NpyAppender appender = NpyAppender.create(file, 2)) {
            appender.append(new float[][] {{1, 2}, {3, 4}, {5, 6}});
        }
        try (NpyAppender appender = NpyAppender.reopen(file, 2, 1)) {
            appender.append(new float[][] {{7, 8}});
        }
        assertArrayEquals(new float[][] {{1, 2}, {7, 8}}, NpyFile.read(file).matrix());
        IOException e = assertThrows(IOException.class, () -> NpyAppender.reopen(file, 3, 1));
        assertTrue(e.getMessage().contains("expected a matrix of 3 columns"), e.getMessage());
    }
}
