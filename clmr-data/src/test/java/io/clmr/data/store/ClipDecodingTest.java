package io.clmr.data.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.Split;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ClipDecodingTest {
    private static final List<Clip> CLIPS = IntStream.range(0, 20)
            .mapToObj(i -> new Clip(
                    "clip" + i, Path.of("clip" + i), Split.UNASSIGNED, Optional.empty(), "clip" + i, Optional.empty()))
            .toList();

    /** The second clip is never decoded to its end, and the ones behind it have not begun when the first one fails. */
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aFailureInterruptsWhatIsBeingDecodedAndWaitsForNothing() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        IOException failure = assertThrows(IOException.class, () -> new ClipDecoding(1)
                .run(
                        CLIPS,
                        clip -> {
                            if (clip.key().equals("clip1")) {
                                begun.countDown();
                                waitFor(never);
                            }
                            return (Closeable) () -> {};
                        },
                        decoded -> {
                            waitFor(begun);
                            throw new IOException("the disk is full");
                        }));
        assertEquals("the disk is full", failure.getMessage());
    }

    private static void waitFor(CountDownLatch latch) throws InterruptedIOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        }
    }
}
