package io.clmr.eval.embed;

import io.clmr.data.dataset.AudioFiles;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the audio files that inputs stand for. */
public final class AudioInputs {
    private static final Set<String> LISTS = Set.of("txt", "lst", "m3u", "m3u8");

    private static final Path STANDARD_INPUT = Path.of("-");

    private AudioInputs() {}

    /**
     * Returns all files, each once ({@code a.mp3} and {@code ./a.mp3} are one), in a stable order.
     *
     * @param inputs an audio file of any ending; a folder, whose audio files are taken at any depth, sorted, hidden
     *     ones left out; or a list file ({@code .txt .lst .m3u .m3u8}): one path a line, relative to the list, lines with {@code #} left
     *     out. A file in a list need not exist: it is then reported when it is read
     * @throws EmbedException if an input is not there, or a folder holds no audio file
     */
    public static List<Path> find(List<Path> inputs) throws IOException {
        return find(inputs, Reader.nullReader());
    }

    /**
     * As {@link #find(List)}, where the input {@code -} stands for a list that is read from elsewhere, such as the standard
     * input; its paths are relative to the working folder.
     *
     * @param list is read to its end if {@code -} is among the inputs
     */
    public static List<Path> find(List<Path> inputs, Reader list) throws IOException {
        Map<Path, Path> found = new LinkedHashMap<>(); // by what two spellings of a path have in common
        for (Path input : inputs) {
            if (input.equals(STANDARD_INPUT)) {
                List<String> names = names(new BufferedReader(list).lines());
                if (names.isEmpty()) {
                    throw new EmbedException("-: the standard input names no file, expected one path a line");
                }
                names.forEach(name -> add(found, Path.of(name)));
            } else if (Files.isDirectory(input)) {
                List<Path> inside = List.copyOf(AudioFiles.below(input).values());
                if (inside.isEmpty()) {
                    throw new EmbedException(input + ": no file in this folder has the ending of an audio format;"
                            + " name the files themselves if they have others");
                }
                inside.forEach(file -> add(found, file));
            } else if (!Files.exists(input)) {
                throw new EmbedException(input + ": no such file or folder");
            } else if (isList(input)) {
                for (String line : lines(input)) {
                    add(found, input.resolveSibling(line));
                }
            } else {
                add(found, input);
            }
        }
        return List.copyOf(found.values());
    }

    private static void add(Map<Path, Path> found, Path file) {
        Path absolute = file.toAbsolutePath();
        // behind a link, .. need not lead to where the path seems to come from
        boolean safe = Stream.of(absolute.toString().split(Pattern.quote(File.separator), -1))
                .noneMatch(".."::equals);
        found.putIfAbsent(safe ? absolute.normalize() : absolute, file);
    }

    /** Whether a file is a list of files, by its ending. */
    public static boolean isList(Path file) {
        return LISTS.contains(ending(file));
    }

    /** Returns the lines of a list file that name files, as they stand there. */
    public static List<String> lines(Path list) throws IOException {
        try (Stream<String> lines = Files.lines(list, StandardCharsets.UTF_8)) {
            return names(lines);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static List<String> names(Stream<String> lines) {
        return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(String::strip)
                .toList();
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
