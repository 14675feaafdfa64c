package io.clmr.train.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {

    @TempDir
    Path folder;

    @Test
    void checksumIsCrc32cMasked() {
        // RFC 3720, B.4: 32 bytes of zeros have the CRC-32C 8a9136aa; rotated right by 15 bits, plus a282ead8
        assertEquals(Integer.rotateRight(0x8a9136aa, 15) + 0xa282ead8, EventFile.maskedChecksum(new byte[32], 0, 32));
    }

    @Test
    void firstRecordIsTheVersionAsTensorFlowWritesIt() throws IOException {
        EventFile.create(folder, 1, 0).close();

        // length 24, its checksum as in every event file, then wall time 0, step 0, "brain.Event:2"
        byte[] file = Files.readAllBytes(onlyFile());
        assertEquals(16 + 26, file.length);
        assertArrayEquals(
                HexFormat.of().parseHex("0900000000000000001000" + "1a0d627261696e2e4576656e743a32"),
                java.util.Arrays.copyOfRange(file, 12, 12 + 26));
    }

    @Test
    void scalarsAreReadBackByTheirTags() throws IOException {
        try (EventFile events = EventFile.create(folder, 1, 1.5)) {
            events.scalars(300, 2.5, Map.of("train/loss", 3.25));
        }

        List<byte[]> records = records();
        ByteBuffer event = ByteBuffer.wrap(records.get(1)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0x09, event.get()); // field 1, 64 bits
        assertEquals(2.5, event.getDouble());
        assertEquals(0x10, event.get()); // field 2, varint: 300 = 0xac 0x02
        assertEquals((byte) 0xac, event.get());
        assertEquals(0x02, event.get());
        assertEquals(0x2a, event.get()); // field 5, bytes
        assertEquals(event.get(), event.remaining());
        assertEquals(0x0a, event.get()); // summary, field 1: a value
        assertEquals(event.get(), event.remaining());
        assertEquals(0x0a, event.get()); // its tag
        byte[] tag = new byte[event.get()];
        event.get(tag);
        assertEquals("train/loss", new String(tag, StandardCharsets.UTF_8));
        assertEquals(0x15, event.get()); // its value, field 2, 32 bits
        assertEquals(3.25f, event.getFloat());
        assertEquals(0, event.remaining());
    }

    @Test
    void aResumedSessionTellsTensorBoardWhatToForget() throws IOException {
        EventFile.create(folder, 61, 0).close();

        byte[] start = records().get(1);
        assertArrayEquals(HexFormat.of().parseHex("090000000000000000103d3a020801"), start);
    }

    @Test
    void twoSessionsInOneSecondGetTwoFiles() throws IOException {
        EventFile.create(folder, 1, 7).close();
        EventFile.create(folder, 1, 7).close();

        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.toList();
            assertEquals(1, found.size());
            assertTrue(found.get(0).getFileName().toString().startsWith("events.out.tfevents."));
            return found.get(0);
        }
    }

    /** Splits the file into its records, checking both checksums of each. */
    private List<byte[]> records() throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(onlyFile())).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> records = new ArrayList<>();
        while (file.hasRemaining()) {
            int start = file.position();
            byte[] content = new byte[Math.toIntExact(file.getLong())];
            assertEquals(EventFile.maskedChecksum(file.array(), start, 8), file.getInt());
            file.get(content);
            assertEquals(EventFile.maskedChecksum(content, 0, content.length), file.getInt());
            records.add(content);
        }
        return records;
    }
}
