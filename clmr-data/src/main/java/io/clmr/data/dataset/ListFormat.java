package io.clmr.data.dataset;

import io.clmr.data.list.PathList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A list of files; what may stand in it is told at {@link PathList}. */
final class ListFormat implements DatasetFormat {
    @Override
    public String name() {
        return "list";
    }

    @Override
    public Path beside(Path root, String name) {
        return root.resolveSibling(root.getFileName() + "-" + name);
    }

    @Override
    public MusicDataset load(DatasetConfig config) throws DatasetException {
        Path list = config.root();
        if (!Files.isRegularFile(list)) {
            throw new DatasetException(
                    list,
                    "is " + (Files.exists(list) ? "a folder" : "not there")
                            + ", expected a text file with one audio path a line");
        }
        Path folder = list.toAbsolutePath().normalize().getParent();
        if (folder == null) {
            throw new DatasetException(list, "lies in no folder, expected a text file");
        }
        ClipCollection collection = new ClipCollection(config, folder, true);
        ListedAudio audio = new ListedAudio(list, config.missingAudio(), collection.findings());
        Map<String, Path> files = new LinkedHashMap<>();
        read(list).forEach((key, file) -> {
            if (audio.keep(key, file)) {
                files.put(key, file);
            }
        });
        audio.check(files.size(), () -> "this list");
        collection.match(files.keySet());
        return collection.dataset(list.getFileName().toString(), files, "");
    }

    /** Returns where the listed files are, by key. */
    private static Map<String, Path> read(Path list) throws DatasetException {
        Map<String, Path> paths = new LinkedHashMap<>();
        Map<String, Integer> lines = new HashMap<>();
        for (PathList.Entry entry : entries(list)) {
            String key = ClipKey.of(entry.name());
            if (key.isEmpty()) {
                throw new DatasetException(list, entry.line(), "is no path of a file");
            }
            Integer first = lines.putIfAbsent(key, entry.line());
            if (first != null) {
                throw new DatasetException(
                        list, entry.line(), key + " is on line " + first + " already, expected each path once");
            }
            paths.put(key, entry.path().toAbsolutePath());
        }
        return paths;
    }

    private static List<PathList.Entry> entries(Path list) throws DatasetException {
        try {
            return PathList.read(list);
        } catch (IOException e) {
            throw new DatasetException(e);
        }
    }
}
