package io.clmr.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {

    @TempDir
    Path folder;

    record Size(int width, List<String> names) {
        Size {
            names = List.copyOf(names);
            if (width < 1) {
                throw new IllegalArgumentException("width is " + width + ", expected 1 or more");
            }
        }
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("x.json"), bytes);
    }

    private String refusal(String text, ObjectMapper json, Class<?> type) throws IOException {
        Path file = file(text.getBytes(StandardCharsets.UTF_8));
        String message = assertThrows(CheckpointException.class, () -> JsonFile.read(file, json, type), text)
                .getMessage();
        assertTrue(message.startsWith(file + " cannot be used: "), message);
        return message.substring((file + " cannot be used: ").length());
    }

    @Test
    void aRecordIsRead() throws IOException {
        Path file = file("{\"width\": 3, \"names\": [\"a\"]}".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                new Size(3, List.of("a")), JsonFile.read(file, JsonFile.strict().build(), Size.class));
    }

    @Test
    void whatIsNoSuchRecordIsRefusedInOneSentence() throws IOException {
        ObjectMapper json = JsonFile.strict().build();
        assertEquals("it is null", refusal("null", json, Size.class));
        assertEquals("a value in it is null", refusal("{\"width\":3,\"names\":[null]}", json, Size.class));
        assertEquals("width is 0, expected 1 or more", refusal("{\"width\":0,\"names\":[]}", json, Size.class));
        for (String bad : List.of(
                "",
                "[]",
                "3",
                "\"{}\"",
                "{}",
                "{\"width\":3}",
                "{\"width\":null,\"names\":[]}",
                "{\"width\":\"3\",\"names\":[]}",
                "{\"width\":3.5,\"names\":[]}",
                "{\"width\":1e999,\"names\":[]}",
                "{\"width\":NaN,\"names\":[]}",
                "{\"width\":" + "9".repeat(100_000) + ",\"names\":[]}",
                "{\"width\":3,\"names\":{}}",
                "{\"width\":3,\"names\":null}",
                "{\"width\":3,\"names\":[]} {}",
                "{\"width\":3,\"" + "k".repeat(10_000) + "\":1}",
                "{\"width\":3,\"\\u001b[2J\":1}",
                "[".repeat(100_000))) {
            String reason = refusal(bad, json, Size.class);
            assertTrue(reason.length() < 400, reason);
            assertTrue(reason.chars().noneMatch(Character::isISOControl), reason);
        }
    }

    @Test
    void anObjectIsExpectedWhereAnObjectIsRead() throws IOException {
        Path file = file("[1, 2]".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                file + ": holds JSON of type array, expected an object",
                assertThrows(CheckpointException.class, () -> JsonFile.object(file))
                        .getMessage());
        assertEquals(
                file + ": holds JSON of type null, expected an object",
                assertThrows(
                                CheckpointException.class,
                                () -> JsonFile.object(file("null".getBytes(StandardCharsets.UTF_8))))
                        .getMessage());
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        for (byte[] bytes :
                List.of(new byte[] {0, 0, 0, 'a', 1, 2, 3, 4}, new byte[] {(byte) 0xff, (byte) 0xfe, 'a'})) {
            Path file = file(bytes);
            assertThrows(CheckpointException.class, () -> JsonFile.object(file));
        }
    }

    @Test
    void aFileOfMegabytesIsNotReadAtAll() throws IOException {
        Path file = folder.resolve("large.json");
        try (SeekableByteChannel large =
                Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            large.position(1L << 30).write(ByteBuffer.wrap(new byte[1]));
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThrows(CheckpointException.class, () -> JsonFile.object(file));
        assertTrue(threads.getCurrentThreadAllocatedBytes() - before < 16 << 20);
    }
}
