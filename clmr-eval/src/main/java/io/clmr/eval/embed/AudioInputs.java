package io.clmr.eval.embed;

import io.clmr.data.dataset.AudioFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the audio files that inputs stand for. */
public final class AudioInputs {
    private static final Set<String> LISTS = Set.of("txt", "lst", "m3u", "m3u8");

    private AudioInputs() {}

    /**
     * Returns all files, each once, in a stable order.
     *
     * @param inputs an audio file of any ending; a folder, whose audio files are taken at any depth, sorted, hidden
     *     ones left out; or a list file ({@code .txt .lst .m3u .m3u8}): one path a line, relative to the list, lines with {@code #} left
     *     out. A file in a list need not exist: it is then reported when it is read
     * @throws EmbedException if an input is not there, or a folder holds no audio file
     */
    public static List<Path> find(List<Path> inputs) throws IOException {
        Set<Path> found = new LinkedHashSet<>();
        for (Path input : inputs) {
            if (Files.isDirectory(input)) {
                List<Path> inside = List.copyOf(AudioFiles.below(input).values());
                if (inside.isEmpty()) {
                    throw new EmbedException(input + ": no file in this folder has the ending of an audio format;"
                            + " name the files themselves if they have others");
                }
                found.addAll(inside);
            } else if (!Files.exists(input)) {
                throw new EmbedException(input + ": no such file or folder");
            } else if (isList(input)) {
                for (String line : lines(input)) {
                    found.add(input.resolveSibling(line));
                }
            } else {
                found.add(input);
            }
        }
        return List.copyOf(found);
    }

    /** Whether a file is a list of files, by its ending. */
    public static boolean isList(Path file) {
        return LISTS.contains(ending(file));
    }

    /** Returns the lines of a list file that name files, as they stand there. */
    public static List<String> lines(Path list) throws IOException {
        List<String> found = new ArrayList<>();
        for (String line : Files.readAllLines(list, StandardCharsets.UTF_8)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                found.add(line.strip());
            }
        }
        return found;
    }

    /** Whether a folder that is searched would give a file of this name: not hidden, with the ending of audio. */
    public static boolean isAudio(String name) {
        return !name.startsWith(".") && AudioFiles.isAudio(Path.of(name));
    }

    private static String ending(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
