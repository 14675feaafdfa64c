package io.clmr.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Files of some hundred bytes that were made to take gigabytes, or to overflow the stack. */
class HostileFilesTest {

    private static final long MAX_ALLOCATED_BYTES = 64L << 20;
    private static final String NO_NAME =
            "the pickle names a function or class by something that is no text of at most 256 characters";

    /** Refuses a file in all three ways it can be opened, without much memory, and returns why. */
    private static String refusal(String name) throws URISyntaxException, IOException {
        Path file = Path.of(Objects.requireNonNull(HostileFilesTest.class.getResource("/hostile/" + name))
                .toURI());
        String message = cheapRefusal(() -> Checkpoint.open(file));
        assertEquals(message, cheapRefusal(() -> ImportedCheckpoint.read(file, "")));
        assertTrue(message.startsWith(file + ": "), message);
        assertTrue(message.length() < file.toString().length() + 500, message);
        return message.substring(file.toString().length() + 2);
    }

    private static String cheapRefusal(Executable reading) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        String message = assertThrows(CheckpointException.class, reading).getMessage();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < MAX_ALLOCATED_BYTES, allocated + " bytes for: " + message);
        return message;
    }

    @Test
    void aNameThatDoublesWithEveryInstructionIsRefused() throws Exception {
        assertEquals(NO_NAME, refusal("double_global.pt"));
    }

    @Test
    void aListOfABillionCopiesOfItselfIsNotPrinted() throws Exception {
        assertEquals(NO_NAME, refusal("list_dag.pt"));
    }

    @Test
    void aListThatHoldsItselfIsNotPrinted() throws Exception {
        assertEquals(NO_NAME, refusal("rec_list.pt"));
    }

    @Test
    void aHeaderThatAsksForALargerNetworkThanTheFileHoldsIsRefused() throws Exception {
        String message = refusal("m_enc.safetensors");
        assertTrue(
                message.startsWith("not the network its header describes (encoder tune, width 16.0, projection_dim 64):"
                        + " missing encoder.conv1.layers.0.weight, "),
                message);
    }

    @Test
    void aConfigurationOfNullIsRefused() throws Exception {
        assertEquals("the configuration in the header cannot be used: it is null", refusal("m_null.safetensors"));
    }
}
