package io.clmr.data.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.clmr.data.audio.TestAudio;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.DatasetConfig;
import io.clmr.data.dataset.MusicDataset;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipReaderTest {
    private static final PrepareOptions OPTIONS = new PrepareOptions(22050, 59049, 2);

    @TempDir
    static Path folder;

    private static List<Clip> clips;
    private static PcmStore store;

    @BeforeAll
    static void prepare() throws IOException {
        clips = MusicDataset.load(DatasetConfig.of("folder", TestAudio.quickstartMusic()))
                .clips()
                .subList(0, 8);
        store = StoreBuilder.prepare(folder.resolve("store"), clips, OPTIONS, PrepareListener.none());
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Test
    void decodingDirectlyGivesTheSameBits() throws IOException {
        try (DirectClipReader direct = DirectClipReader.scan(clips, OPTIONS, PrepareListener.none())) {
            assertEquals(store.fingerprint(), direct.fingerprint());
            assertEquals(store.tracks(), direct.tracks());
            float[] expected = new float[59049];
            float[] actual = new float[59049];
            for (int i = 0; i < store.tracks(); i++) {
                assertEquals(store.track(i).samples(), direct.track(i).samples());
                for (long offset : new long[] {0, 12_345, store.track(i).samples() - 59049}) {
                    store.read(i, offset, expected);
                    direct.read(i, offset, actual);
                    assertArrayEquals(expected, actual, clips.get(i).key() + " from " + offset);
                }
            }
        }
    }

    @Test
    void readsIntoAPartOfAnArray() {
        float[] whole = new float[1000];
        float[] part = new float[1000];
        store.read(3, 500, whole, 0, 1000);
        store.read(3, 600, part, 100, 50);
        for (int i = 0; i < 1000; i++) {
            assertEquals(i >= 100 && i < 150 ? whole[i] : 0, part[i]);
        }
    }

    @Test
    void refusesToReadWhatIsNotThere() {
        StoredTrack track = store.track(0);
        long samples = track.samples();
        assertEquals(
                track.key() + " has " + samples + " samples, asked for 10 from " + (samples - 9)
                        + " on into an array of 10 at 0",
                assertThrows(IndexOutOfBoundsException.class, () -> store.read(0, samples - 9, new float[10]))
                        .getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> store.read(0, -1, new float[10]));
        assertThrows(IndexOutOfBoundsException.class, () -> store.read(0, 0, new float[10], 5, 6));
        assertThrows(IndexOutOfBoundsException.class, () -> store.read(0, Long.MAX_VALUE, new float[10]));
    }

    @Test
    void manyThreadsReadTheSame() {
        float[] expected = new float[59049];
        store.read(5, 1000, expected);
        assertTrue(IntStream.range(0, 400).parallel().allMatch(round -> {
            float[] window = new float[59049];
            store.read(round % 8, 2000, window);
            store.read(5, 1000, window);
            return java.util.Arrays.equals(expected, window);
        }));
    }

    @Test
    void readingTakesNoMemory() {
        float[] window = new float[59049];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        for (int i = 0; i < 100; i++) {
            store.read(i % 8, i, window);
        }
        long before = threads.getThreadAllocatedBytes(id);
        for (int i = 0; i < 1000; i++) {
            store.read(i % 8, i, window);
        }
        long taken = threads.getThreadAllocatedBytes(id) - before;
        // A buffer a read would be 100 MB; what remains is the measurement itself.
        assertTrue(taken < 100_000, taken + " bytes for 1000 reads");
    }

    @Test
    void mapsShardsInPiecesThatJoin() throws IOException {
        Path file = folder.resolve("large.bin");
        long boundary = 1L << 30; // bytes; the file is sparse
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer four = ByteBuffer.wrap(new byte[] {1, 0, 2, 0, 3, 0, (byte) 0xff, (byte) 0xff});
            channel.write(four, boundary - 4);
        }
        float[] read = new float[4];
        Shard.map(file).read(boundary / 2 - 2, read, 0, 4);
        assertArrayEquals(new float[] {1 / 32768f, 2 / 32768f, 3 / 32768f, -1 / 32768f}, read);
    }
}
