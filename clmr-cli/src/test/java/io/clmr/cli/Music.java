package io.clmr.cli;

import io.clmr.cli.audio.SampleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small datasets for tests. */
final class Music {

    static final Path BUNDLED =
            Path.of("..", "examples", "quickstart-music").toAbsolutePath().normalize();

    private Music() {}

    /** Returns a bundled clip, 12 s of mp3. */
    static Path clip() throws IOException {
        return BUNDLED.resolve(
                Files.readAllLines(BUNDLED.resolve("split.csv")).get(0).split(",", -1)[0]);
    }

    /**
     * Copies some bundled clips with their labels and splits.
     *
     * @param each how many of each split
     */
    static Path copy(Path folder, int each) throws IOException {
        List<String> splits = new ArrayList<>();
        for (String split : List.of("train", "valid", "test")) {
            Files.readAllLines(BUNDLED.resolve("split.csv")).stream()
                    .filter(line -> line.endsWith("," + split))
                    .limit(each)
                    .forEach(splits::add);
        }
        List<String> labels = new ArrayList<>();
        for (String line : Files.readAllLines(BUNDLED.resolve("labels.csv"))) {
            if (splits.stream().anyMatch(split -> split.startsWith(line.split(",", 2)[0] + ","))) {
                labels.add(line);
            }
        }
        for (String line : splits) {
            String path = line.substring(0, line.lastIndexOf(','));
            Path target = folder.resolve(path);
            Files.createDirectories(target.resolveSibling("x").getParent());
            Files.copy(BUNDLED.resolve(path), target);
        }
        Files.write(folder.resolve("split.csv"), splits);
        Files.write(folder.resolve("labels.csv"), labels);
        return folder;
    }

    /** Writes a sine wave. */
    static Path tone(Path file, int samples, int sampleRateHz) throws IOException {
        float[] wave = new float[samples];
        for (int i = 0; i < samples; i++) {
            wave[i] = (float) (0.4 * Math.sin(2 * Math.PI * 330 * i / sampleRateHz) + 0.1 * Math.sin(i * 0.7));
        }
        SampleFile.write(file, wave, sampleRateHz);
        return file;
    }
}
