package io.clmr.data.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 1 << 20, (1 << 20) + 1, Spool.MEMORY_BYTES, Spool.MEMORY_BYTES + 1, 3 * Spool.MEMORY_BYTES})
    void givesBackWhatItTookHoweverMuch(int size) throws IOException {
        byte[] data = new byte[size];
        for (int i = 0; i < size; i++) {
            data[i] = (byte) (i * 31 + i / 1000);
        }
        Path target = folder.resolve("out");
        Path overflow = folder.resolve("spool-0.tmp");
        try (Spool spool = new Spool(overflow);
                FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int done = 0; done < size; done += 70_001) {
                spool.write(ByteBuffer.wrap(data, done, Math.min(70_001, size - done)));
            }
            assertEquals(size, spool.bytes());
            assertEquals(size > Spool.MEMORY_BYTES, Files.exists(overflow));
            spool.moveTo(channel);
        }
        assertArrayEquals(data, Files.readAllBytes(target));
        assertFalse(Files.exists(overflow));
    }
}
