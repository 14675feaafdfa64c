package io.clmr.data.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedAudioTest {
    @TempDir
    Path folder;

    private static byte[] noise(int seed) {
        byte[] bytes = new byte[5_000];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < names.length; i++) {
                zip.putNextEntry(new ZipEntry(names[i]));
                zip.write(noise(i));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private void parts(byte[] zip) throws IOException {
        int third = zip.length / 3;
        for (int part = 0; part < 3; part++) {
            int to = part == 2 ? zip.length : (part + 1) * third;
            Files.write(folder.resolve("mp3.zip.00" + (part + 1)), Arrays.copyOfRange(zip, part * third, to));
        }
    }

    private Optional<PackedAudio> find() throws IOException {
        return PackedAudio.find(folder, "mp3.zip", path -> path.toString().endsWith(".mp3"));
    }

    @Test
    void partsAreUnpackedAsOneAndNotTwice() throws IOException {
        parts(zip("0/a.mp3", "f/b.mp3", "readme.txt"));
        try (PackedAudio packed = find().orElseThrow()) {
            assertThrows(
                    IOException.class,
                    () -> packed.unpack((done, total) -> {
                        throw new IOException("stopped after " + done);
                    }));
            assertEquals(1, packed.pending());
            packed.unpack((done, total) -> assertEquals(2, done));
            assertEquals(0, packed.pending());
        }
        assertArrayEquals(noise(0), Files.readAllBytes(folder.resolve("0/a.mp3")));
        assertArrayEquals(noise(1), Files.readAllBytes(folder.resolve("f/b.mp3")));
        assertFalse(Files.exists(folder.resolve("readme.txt")));
    }

    @Test
    void missingPartsAndOtherFilesAreRefused() throws IOException {
        assertEquals(Optional.empty(), find());
        parts(zip("0/a.mp3"));
        Files.delete(folder.resolve("mp3.zip.002"));
        assertTrue(assertThrows(ArchiveException.class, this::find)
                .getMessage()
                .endsWith("mp3.zip.002: is not there, but mp3.zip.003 is; get all parts"));
        Files.write(folder.resolve("mp3.zip"), noise(3));
        assertThrows(ArchiveException.class, this::find);
    }

    @Test
    void nothingLeavesTheFolder() throws IOException {
        parts(zip("0/a.mp3", "../evil.mp3"));
        assertTrue(assertThrows(ArchiveException.class, this::find)
                .getMessage()
                .endsWith("\"../evil.mp3\" leaves the folder it would be unpacked to; nothing was unpacked"));
    }

    @Test
    void bombsAreRefusedBeforeTheyGoOff() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("0/a.mp3"));
            zip.write(new byte[10_000_000]);
            zip.closeEntry();
        }
        parts(bytes.toByteArray());
        assertTrue(assertThrows(ArchiveException.class, this::find).getMessage().contains("more than audio can"));
    }
}
