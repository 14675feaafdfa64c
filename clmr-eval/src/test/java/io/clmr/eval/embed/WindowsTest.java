package io.clmr.eval.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.eval.embed.EmbedConfig.ShortFiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WindowsTest {
    /** Also with a source that gives few samples at a time. */
    @Property(tries = 300)
    void windowsAreTheSlicesOfTheSamples(
            @ForAll @IntRange(max = 200) int samples,
            @ForAll @IntRange(min = 1, max = 40) int window,
            @ForAll @IntRange(min = 1, max = 60) int hop,
            @ForAll @IntRange(min = 1, max = 50) int chunk)
            throws IOException {
        float[] audio = ramp(samples);
        SampleSource whole = SampleSource.of(audio);
        SampleSource dripping = (buffer, offset, length) -> whole.read(buffer, offset, Math.min(length, chunk));
        Windows windows = new Windows(dripping, window, hop, ShortFiles.SKIP);
        for (int start = 0; start + window <= samples; start += hop) {
            assertArrayEquals(
                    Arrays.copyOfRange(audio, start, start + window),
                    windows.next().orElseThrow());
        }
        assertTrue(windows.next().isEmpty());
        assertEquals(samples, windows.samplesRead());
    }

    @Test
    void aShortFileIsFilledWithZerosWhenAsked() throws IOException {
        Windows windows = new Windows(SampleSource.of(ramp(3)), 5, 5, ShortFiles.PAD);
        assertArrayEquals(new float[] {1, 2, 3, 0, 0}, windows.next().orElseThrow());
        assertTrue(windows.next().isEmpty());
    }

    @Test
    void aShortFileGivesNothingWhenSkipped() throws IOException {
        assertEquals(Optional.empty(), new Windows(SampleSource.of(ramp(3)), 5, 5, ShortFiles.SKIP).next());
    }

    @Test
    void anEmptyFileGivesNothingEvenWhenPadded() throws IOException {
        assertEquals(Optional.empty(), new Windows(SampleSource.of(ramp(0)), 5, 5, ShortFiles.PAD).next());
    }

    @Test
    void theRestOfALongFileIsNeverPadded() throws IOException {
        Windows windows = new Windows(SampleSource.of(ramp(7)), 5, 5, ShortFiles.PAD);
        assertTrue(windows.next().isPresent());
        assertTrue(windows.next().isEmpty());
    }

    private static float[] ramp(int samples) {
        float[] audio = new float[samples];
        for (int n = 0; n < samples; n++) {
            audio[n] = n + 1;
        }
        return audio;
    }
}
