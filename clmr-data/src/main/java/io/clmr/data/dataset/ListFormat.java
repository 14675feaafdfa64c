package io.clmr.data.dataset;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A text file with one path a line, relative to the list file; empty lines and lines that begin with # do not count. */
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
        read(list).forEach((key, relative) -> {
            Path file = file(folder, relative);
            if (audio.keep(key, file)) {
                files.put(key, file);
            }
        });
        audio.check(files.size(), () -> "this list");
        return collection.dataset(list.getFileName().toString(), files);
    }

    /** Returns where a listed file is. Bytes of its name that are no UTF-8, and so in no list, are written as %E9. */
    private static Path file(Path folder, Path relative) {
        Path file = folder.resolve(relative);
        if (relative.toString().indexOf('%') < 0 || Files.exists(file)) {
            return file;
        }
        String escaped = file.toUri().getRawPath().replaceAll("%25(?=[0-9A-F]{2})", "%");
        try {
            Path bytes = Path.of(URI.create("file://" + escaped));
            return Files.exists(bytes) ? bytes : file;
        } catch (IllegalArgumentException e) { // an escaped zero
            return file;
        }
    }

    private static Map<String, Path> read(Path list) throws DatasetException {
        Map<String, Path> paths = new LinkedHashMap<>();
        Map<String, Integer> lines = new HashMap<>();
        List<String> text = TextFile.lines(list);
        for (int i = 0; i < text.size(); i++) {
            String line = text.get(i);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Path path = parse(list, i + 1, line);
            String key = ClipKey.of(path);
            if (key.isEmpty()) {
                throw new DatasetException(list, i + 1, "is no path of a file: " + line);
            }
            Integer first = lines.putIfAbsent(key, i + 1);
            if (first != null) {
                throw new DatasetException(
                        list, i + 1, key + " is on line " + first + " already, expected each path once");
            }
            paths.put(key, path);
        }
        return paths;
    }

    private static Path parse(Path list, int line, String text) throws DatasetException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new DatasetException(list, line, "is no path: " + e.getMessage());
        }
    }
}
