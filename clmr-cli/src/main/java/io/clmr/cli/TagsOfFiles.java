package io.clmr.cli;

import io.clmr.cli.config.ClmrConfig;
import io.clmr.cli.config.ConfigException;
import io.clmr.cli.console.Console;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.DatasetException;
import io.clmr.data.dataset.MusicDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Looks the tags of embedded files up in a dataset. */
final class TagsOfFiles implements Function<String, List<String>> {

    private final Map<Path, List<String>> tags = new HashMap<>();

    private TagsOfFiles(MusicDataset dataset) {
        for (Clip clip : dataset.clips()) {
            tags.put(
                    absolute(clip.path()),
                    clip.tags().orElse(List.of()).stream()
                            .map(dataset.labels().names()::get)
                            .toList());
        }
    }

    /**
     * Reads the dataset that the options name, or else the first run among the inputs; without one, files have no tags.
     *
     * @throws ConfigException if the options name a dataset that cannot be read as such
     */
    static Function<String, List<String>> of(ConfigOptions options, Collection<Path> inputs, Console console)
            throws IOException {
        ClmrConfig asked = options.load().config();
        if (asked.datasetRootGiven()) {
            return new TagsOfFiles(MusicDataset.load(asked.dataset()));
        }
        Optional<Path> run = inputs.stream()
                .flatMap(input -> List.of(input, input.resolve("run")).stream())
                .filter(folder -> Files.isRegularFile(folder.resolve("run.json")))
                .findFirst();
        if (run.isEmpty()) {
            return path -> List.of();
        }
        try {
            ClmrConfig config =
                    options.load(Optional.of(RunConfig.of(run.get()))).config();
            return new TagsOfFiles(MusicDataset.load(config.requireDataset()));
        } catch (DatasetException | ConfigException e) {
            console.say("clmr: maps are drawn without tags: " + e.getMessage());
            return path -> List.of();
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    @Override
    public List<String> apply(String path) {
        return tags.getOrDefault(absolute(Path.of(path)), List.of());
    }
}
