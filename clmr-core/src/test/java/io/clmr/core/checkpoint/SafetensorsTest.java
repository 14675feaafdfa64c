package io.clmr.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.base.files.WholeFile;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    @TempDir
    Path folder;

    private static Map<String, HostTensor> everyType() {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        Random random = new Random(11);
        for (TensorType type : TensorType.values()) {
            byte[] bytes = new byte[6 * type.bytes()];
            random.nextBytes(bytes);
            tensors.put(type.name(), HostTensor.of(type, ByteBuffer.wrap(bytes), 2, 3));
        }
        tensors.put("scalar", HostTensor.of(new long[] {-7}));
        tensors.put("empty", HostTensor.of(new float[0], 0, 5));
        return tensors;
    }

    /** A file of a header as given, with its length before it, and some bytes behind it. */
    private Path file(String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return raw(json.length, json, dataBytes);
    }

    private Path raw(long claimed, byte[] json, int dataBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(claimed).put(json);
        return Files.write(folder.resolve("x.safetensors"), bytes.array());
    }

    private String refusal(Path file) {
        String message = assertThrows(CheckpointException.class, () -> Safetensors.read(file))
                .getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        return message.substring(file.toString().length() + 2);
    }

    @Test
    void whatIsWrittenIsReadInTheSameOrder() throws IOException {
        Path file = folder.resolve("all.safetensors");
        Map<String, HostTensor> tensors = everyType();
        Safetensors.write(file, tensors, Map.of("format", "pt", "note", "naïve \"quoted\""));
        Safetensors.Content content = Safetensors.read(file);
        assertEquals(Map.of("format", "pt", "note", "naïve \"quoted\""), content.metadata());
        assertEquals(
                List.copyOf(tensors.keySet()), List.copyOf(content.tensors().keySet()));
        tensors.forEach((name, tensor) -> {
            HostTensor read = content.tensors().get(name);
            assertEquals(tensor.type(), read.type());
            assertArrayEquals(tensor.shape(), read.shape());
            assertEquals(tensor.data(), read.data(), name);
        });
    }

    @Test
    void writesTheSameBytesTwice() throws IOException {
        Path first = folder.resolve("a.safetensors");
        Path second = folder.resolve("b.safetensors");
        Safetensors.write(first, everyType(), Map.of());
        Safetensors.write(second, everyType(), Map.of());
        assertEquals(-1, Files.mismatch(first, second));
    }

    @Test
    void everyTensorIsAligned() throws IOException {
        Path file = folder.resolve("all.safetensors");
        Safetensors.write(file, everyType(), Map.of("format", "pt"));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        long header = bytes.getLong();
        assertEquals(0, header % 8);
        String json = new String(bytes.array(), 8, (int) header, StandardCharsets.UTF_8);
        everyType().forEach((name, tensor) -> {
            String entry = json.substring(json.indexOf("\"" + name + "\""));
            String begin = entry.substring(entry.indexOf("data_offsets\":[") + 15);
            long offset = Long.parseLong(begin.substring(0, begin.indexOf(',')));
            assertEquals(0, offset % tensor.type().bytes(), name + " at " + offset);
        });
    }

    @Test
    void replacesAFileAndLeavesNothingBeside() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Safetensors.write(file, Map.of("a", HostTensor.of(new float[] {1}, 1)), Map.of());
        Safetensors.write(file, Map.of("a", HostTensor.of(new float[] {2}, 1)), Map.of());
        assertEquals(2, Safetensors.read(file).tensors().get("a").toFloats()[0]);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingBeside() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Files.writeString(file, "old");
        assertThrows(
                IOException.class,
                () -> WholeFile.write(file, channel -> {
                    channel.write(ByteBuffer.wrap(new byte[10]));
                    throw new IOException("No space left on device");
                }));
        assertEquals("old", Files.readString(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void aMissingFileIsSaidToBeMissing() {
        assertThrows(NoSuchFileException.class, () -> Safetensors.read(folder.resolve("none")));
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        Path file = folder.resolve("whole.safetensors");
        Safetensors.write(file, Map.of("a", HostTensor.of(new float[] {1, 2, 3}, 3)), Map.of());
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(folder.resolve("cut.safetensors"), java.util.Arrays.copyOf(whole, length));
            assertThrows(CheckpointException.class, () -> Safetensors.read(cut), "length " + length);
        }
    }

    @Test
    void headersLongerThanTheFileAreRefusedBeforeMemoryIsTaken() throws IOException {
        byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "not a whole safetensors file: the header claims 9000000000 bytes, the file has 10",
                refusal(raw(9_000_000_000L, json, 0)));
        assertEquals(
                "not a whole safetensors file: the header claims 18446744073709551615 bytes, the file has 10",
                refusal(raw(-1, json, 0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "[1, 2] | 0 | the header is not a JSON object",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | 4 | a is F32[2], but has 4 bytes",
                "{\"a\":{\"dtype\":\"F31\",\"shape\":[1],\"data_offsets\":[0,4]}} | 4 | a has dtype 'F31', expected one of"
                        + " [F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL]",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | 4 | a has -1 in shape, expected whole"
                        + " numbers from 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}} | 4 | a has 1.0 in shape, expected whole"
                        + " numbers from 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}} | 0 | a is"
                        + " F32[4611686018427387904, 4], but has 0 bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}} | 4 | a has data_offsets [4, 0], expected"
                        + " [begin, end]",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8 | a begins at 4, expected 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],"
                        + "\"data_offsets\":[0,4]}} | 4 | b begins at 0, expected 4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 9 | the header describes 4 bytes of"
                        + " numbers, the file has 9",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[9000000000],\"data_offsets\":[0,9000000000]}} | 9 | a has 9000000000"
                        + " bytes, more than one tensor may have here (2 GiB)",
                "{\"a\":3} | 0 | a has dtype '', expected one of [F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL]",
                "{\"__metadata__\":{\"a\":3}} | 0 | __metadata__.a is not text"
            })
    void headersThatDoNotFitAreRefused(String header, int dataBytes, String reason) throws IOException {
        assertEquals("not a whole safetensors file: " + reason, refusal(file(header, dataBytes)));
    }

    @Test
    void namesGivenTwiceAreRefused() throws IOException {
        String entry = "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";
        String message = refusal(file("{" + entry + "," + entry + "}", 0));
        assertTrue(message.contains("Duplicate field 'a'"), message);
    }

    @Test
    void nestingWithoutEndIsRefused() throws IOException {
        String message = refusal(file("{\"a\":" + "[".repeat(100_000), 0));
        assertTrue(message.contains("the header is not JSON"), message);
    }
}
