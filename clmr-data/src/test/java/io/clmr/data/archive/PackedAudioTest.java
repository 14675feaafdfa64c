package io.clmr.data.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
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
    void aNameThatNoFileCanHaveIsRefusedAndCut() throws IOException {
        parts(zip("a/" + "n".repeat(300) + ".mp3"));
        ArchiveException refused = assertThrows(ArchiveException.class, this::find);
        assertEquals(
                folder.resolve("mp3.zip.001") + ": \"" + "n".repeat(80)
                        + "…\" is longer than a file's name can be (249 bytes); nothing was unpacked",
                refused.getMessage());
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

    /** Entries as they are, so that a byte of audio is a byte of the archive. */
    private static byte[] stored(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (int i = 0; i < names.length; i++) {
                ZipEntry entry = new ZipEntry(names[i]);
                CRC32 sum = new CRC32();
                sum.update(noise(i));
                entry.setCrc(sum.getValue());
                entry.setSize(noise(i).length);
                zip.putNextEntry(entry);
                zip.write(noise(i));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void aWrongByteIsFoundByTheChecksumAndWhatIsWholeStays() throws IOException {
        byte[] zip = stored("0/a.mp3", "f/b.mp3");
        zip[zip.length / 2 + 2_000] ^= 1; // in the second file
        parts(zip);
        try (PackedAudio packed = find().orElseThrow()) {
            assertEquals(
                    folder.resolve("mp3.zip.001")
                            + ": \"f/b.mp3\" is damaged; get the archive again, what is unpacked stays",
                    assertThrows(ArchiveException.class, () -> packed.unpack((done, total) -> {}))
                            .getMessage());
            assertEquals(1, packed.pending());
        }
        assertArrayEquals(noise(0), Files.readAllBytes(folder.resolve("0/a.mp3")));
        try (Stream<Path> left = Files.list(folder.resolve("f"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void nothingIsUnpackedThroughALink(@TempDir Path elsewhere) throws IOException {
        parts(zip("0/a.mp3"));
        Files.createSymbolicLink(folder.resolve("0"), elsewhere);
        try (PackedAudio packed = find().orElseThrow()) {
            assertEquals(
                    folder.resolve("mp3.zip.001") + ": \"0/a.mp3\" would leave " + folder
                            + " through a link; remove the link " + folder.resolve("0"),
                    assertThrows(ArchiveException.class, () -> packed.unpack((done, total) -> {}))
                            .getMessage());
        }
        try (Stream<Path> left = Files.list(elsewhere)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void linksInTheArchiveAreRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            ZipArchiveEntry link = new ZipArchiveEntry("0/a.mp3");
            link.setUnixMode(UnixStat.LINK_FLAG | 0777);
            zip.putArchiveEntry(link);
            zip.write("/etc/passwd".getBytes(StandardCharsets.UTF_8));
            zip.closeArchiveEntry();
        }
        parts(bytes.toByteArray());
        assertEquals(
                folder.resolve("mp3.zip.001") + ": \"0/a.mp3\" is a link, expected files alone; nothing was unpacked",
                assertThrows(ArchiveException.class, this::find).getMessage());
    }
}
