package io.clmr.data.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioInputTest {
    @TempDir
    Path folder;

    /** AAC alone cannot: its noise depends on everything before. */
    @ParameterizedTest
    @CsvSource({
        "a.wav, pcm_s16le, true",
        "b.flac, flac, true",
        "c.mp3, libmp3lame, true",
        "d.opus, libopus, true",
        "e.m4a, alac, true",
        "f.m4a, aac, false"
    })
    void jumpsWithoutDecodingWhereverThatIsExact(String name, String encoder, boolean expected) throws Exception {
        Path clip = TestAudio.quickstartMusic().resolve("amber_archive/signal_velvet_078-12.mp3");
        Path file = folder.resolve(name);
        TestAudio.ffmpeg("-i", clip.toString(), "-ar", "48000", "-c:a", encoder, file.toString());
        try (AudioInput input = AudioInput.open(file, OptionalInt.empty())) {
            assertTrue(input.nextFrame());
            assertEquals(expected, input.moveTo(8 * 48000, 24000));
            if (expected) {
                long past = 8 * 48000 - input.position();
                assertTrue(past >= 0 && past < input.frameSamples(), "stands " + past + " samples before");
            }
        }
    }

    @Test
    void countsPositionsAtTheRateOfTheFile() throws Exception {
        try (AudioInput input = AudioInput.open(TestAudio.excerpt("stereo-44100.wav"), OptionalInt.empty())) {
            long samples = 0;
            while (input.nextFrame()) {
                assertEquals(samples, input.position());
                samples += input.frameSamples();
            }
            assertEquals(6615, input.position());
            assertEquals(44100, input.rateHz());
        }
    }
}
