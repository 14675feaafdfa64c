package io.clmr.data.dataset;

import io.clmr.data.dataset.DatasetConfig.MissingAudio;
import io.clmr.data.dataset.MusicDataset.Finding;
import io.clmr.data.list.AudioFolder;
import io.clmr.data.list.Exclusions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Any tree of audio files, with labels and splits in two optional files in its root. */
final class FolderFormat implements DatasetFormat {
    @Override
    public String name() {
        return "folder";
    }

    @Override
    public MusicDataset load(DatasetConfig config) throws DatasetException {
        Path root = config.root();
        boolean there = Files.isDirectory(root);
        String passedOver = "";
        if (!there
                && !(config.missingAudio() == MissingAudio.KEEP
                        && config.labelsFile().isPresent())) {
            throw new DatasetException(
                    root, "is " + (Files.exists(root) ? "a file" : "not there") + ", expected a folder of audio files");
        }
        ClipCollection collection = new ClipCollection(config, root, false);
        Exclusions exclusions = config.exclusions();
        NavigableMap<String, Path> files = new TreeMap<>();
        if (there) {
            AudioFolder found = search(root, exclusions);
            files.putAll(found.files());
            collection.findings().addAll(Finding.UNREADABLE_FOLDERS, found.unreadable());
            passedOver = found.passedOverText();
        }
        collection.match(files.keySet());
        Set<String> listed = new LinkedHashSet<>();
        collection.labels().ifPresent(table -> listed.addAll(table.tags().keySet()));
        collection.splits().ifPresent(table -> listed.addAll(table.splits().keySet()));

        ListedAudio audio = new ListedAudio(root, config.missingAudio(), collection.findings());
        for (String key : listed) {
            if (!files.containsKey(key) && !exclusions.exclude(Path.of(key)) && audio.keep(key, root.resolve(key))) {
                files.put(key, root.resolve(key));
            }
        }
        if (files.isEmpty() && collection.findings().count(Findings.WITHOUT_AUDIO) == 0) {
            throw new DatasetException(
                    root,
                    "holds no audio file" + (passedOver.isEmpty() ? "" : " (passed over: " + passedOver + ")")
                            + "; point dataset.root at a folder of music");
        }
        audio.check(files.size(), () -> "labels.csv and split.csv");
        Path name = root.toAbsolutePath().normalize().getFileName();
        return collection.dataset(name == null ? "folder" : name.toString(), files, passedOver);
    }

    private static AudioFolder search(Path root, Exclusions exclusions) throws DatasetException {
        try {
            return AudioFolder.search(root, exclusions);
        } catch (IOException e) {
            throw new DatasetException(root, "cannot be searched for audio: " + e, e);
        }
    }
}
