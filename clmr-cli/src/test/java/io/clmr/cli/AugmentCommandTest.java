package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.augment.AugmentationChain;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Recipe;
import io.clmr.augment.TransformRegistry;
import io.clmr.augment.Workbench;
import io.clmr.cli.audio.SampleFile;
import io.clmr.data.audio.AudioSelection;
import io.clmr.data.npy.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentCommandTest {

    private static final int RATE_HZ = 22050;
    private static final int WINDOW = 59049;

    @TempDir
    private Path folder = Path.of("");

    private Program augment(String... args) {
        List<String> all = new ArrayList<>(List.of("augment"));
        all.addAll(List.of(args));
        Program program = Program.run(folder, all.toArray(String[]::new));
        assertEquals(ExitCode.DONE, program.code(), program.err());
        return program;
    }

    private float[] tone(String name, int samples) throws IOException {
        return NpyFile.read(Music.tone(folder.resolve(name), samples, RATE_HZ)).vector();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "polarity",
                "gain gain_db=-6",
                "low_pass cutoff_hz=3000",
                "high_pass cutoff_hz=500",
                "one_pole_low_pass cutoff_hz=3000",
                "one_pole_high_pass cutoff_hz=500",
                "delay delay_ms=300 volume=0.5",
                "pitch cents=137",
                "tempo cents=137",
                "reverb reverberance=50 damping=50 room_scale=50",
                "noise relative_std=0.005 seed=3"
            })
    void outputIsExactlyWhatTheLibraryMakes(String operation) throws IOException {
        float[] before = tone("in.npy", 30000);
        String[] parts = operation.split(" ");
        List<String> args = new ArrayList<>(List.of(file("in.npy"), file("out.npy"), "--apply"));
        args.addAll(List.of(parts));
        augment(args.toArray(String[]::new));

        Map<String, Double> parameters = new java.util.HashMap<>();
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            parameters.put(part.split("=", 2)[0], Double.valueOf(part.split("=", 2)[1]));
        }
        float[] expected = TransformRegistry.load()
                .operation(parts[0], parameters)
                .render(before, Workbench.create(RATE_HZ, before.length));
        assertArrayEquals(expected, NpyFile.read(folder.resolve("out.npy")).vector());
    }

    @Test
    void operationsAreAppliedInTheirOrderToTheChosenPart() throws IOException {
        float[] before = tone("in.npy", 30000);
        Program program = augment(
                "--apply",
                "gain",
                "gain_db=-6",
                "--apply",
                "polarity",
                file("in.npy"),
                file("out.npy"),
                "--offset-samples",
                "100",
                "--samples",
                "2000");
        JsonNode json = new ObjectMapper().readTree(program.out());
        assertEquals(100, json.path("offset_samples").asInt());
        assertEquals(2000, json.path("samples").asInt());
        assertEquals("gain", json.path("steps").path(0).path("operation").asText());
        assertEquals(
                -6,
                json.path("steps").path(0).path("parameters").path("gain_db").asDouble());
        assertEquals("polarity", json.path("steps").path(1).path("operation").asText());

        TransformRegistry registry = TransformRegistry.load();
        Workbench bench = Workbench.create(RATE_HZ, 2000);
        float[] part = Arrays.copyOfRange(before, 100, 2100);
        float[] quiet = registry.operation("gain", Map.of("gain_db", -6.0)).render(part, bench);
        assertArrayEquals(
                registry.operation("polarity", Map.of()).render(quiet, bench),
                NpyFile.read(folder.resolve("out.npy")).vector());
    }

    @Test
    void viewIsTheOneThatTrainingHears() throws IOException {
        float[] track = tone("in.npy", WINDOW + 5000);
        Program program = augment(
                file("in.npy"), file("out.npy"), "--seed", "7", "--epoch", "3", "--view", "1", "--key", "a/b.mp3");
        RandomStream stream = RandomStream.forView(7, 3, "a/b.mp3", 1);
        int offset = stream.uniformInt(0, 5000);
        float[] expected = Arrays.copyOfRange(track, offset, offset + WINDOW);
        AugmentationChain.create(AugmentationChain.published(Recipe.CLMR_V2), RATE_HZ, WINDOW)
                .apply(expected, stream);
        assertArrayEquals(expected, NpyFile.read(folder.resolve("out.npy")).vector());
        JsonNode json = new ObjectMapper().readTree(program.out());
        assertEquals(offset, json.path("offset_samples").asInt());
        assertEquals(7, json.path("steps").size());
    }

    @Test
    void secondViewIsOnlyCroppedIfTheFirstAloneIsTransformed() throws IOException {
        float[] track = tone("in.npy", WINDOW);
        augment(file("in.npy"), file("out.npy"), "--view", "1", "--set", "augment_views=first");
        assertArrayEquals(track, NpyFile.read(folder.resolve("out.npy")).vector());
    }

    @Test
    void keyIsThatOfTheDataset() throws IOException {
        Program program = augment(
                Music.clip().toString(),
                file("out.wav"),
                "--set",
                "dataset.format=folder",
                "--set",
                "dataset.root=" + Music.BUNDLED);
        String key = Music.BUNDLED.relativize(Music.clip()).toString();
        assertEquals(key, new ObjectMapper().readTree(program.out()).path("key").asText());
    }

    @Test
    void waveFilesHoldTheSameSamplesAsNpy() throws IOException {
        tone("in.npy", 5000);
        augment(file("in.npy"), file("out.wav"), "--apply", "gain", "gain_db=-3");
        augment(file("in.npy"), file("out.npy"), "--apply", "gain", "gain_db=-3");
        assertArrayEquals(
                NpyFile.read(folder.resolve("out.npy")).vector(),
                SampleFile.read(folder.resolve("out.wav"), RATE_HZ, AudioSelection.defaults()));
    }

    @Test
    void plotIsAPicture() throws IOException {
        tone("in.npy", 30000);
        augment(file("in.npy"), file("out.npy"), "--apply", "tempo", "cents=500", "--plot", file("p.png"));
        assertEquals(1200, ImageIO.read(folder.resolve("p.png").toFile()).getWidth());
    }

    @Test
    void shortTrackIsRefusedAsTrainingWould() throws IOException {
        tone("in.npy", 1000);
        Program program = Program.run(folder, "augment", file("in.npy"), file("out.npy"));
        assertEquals(ExitCode.INPUT, program.code());
        assertEquals(
                "clmr: " + file("in.npy") + " gives 1000 samples at 22050 Hz, expected at least one window of 59049;"
                        + " training leaves such a track out",
                program.err().strip());
        assertTrue(Files.notExists(folder.resolve("out.npy")));
    }

    @Test
    void partBeyondTheEndIsRefused() throws IOException {
        tone("in.npy", 1000);
        Program program = Program.run(
                folder,
                "augment",
                file("in.npy"),
                file("out.npy"),
                "--apply",
                "polarity",
                "--offset-samples",
                "900",
                "--samples",
                "200");
        assertEquals(ExitCode.USAGE, program.code());
        assertEquals(
                "clmr: --offset-samples 900 and --samples 200 end at sample 1100, but " + file("in.npy") + " has 1000",
                program.err().strip());
    }
}
