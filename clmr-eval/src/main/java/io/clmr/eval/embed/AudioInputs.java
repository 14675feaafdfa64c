package io.clmr.eval.embed;

import io.clmr.base.files.PathText;
import io.clmr.data.list.AudioFolder;
import io.clmr.data.list.Exclusions;
import io.clmr.data.list.PathList;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the audio files that inputs stand for. */
public final class AudioInputs {
    private static final Path STANDARD_INPUT = Path.of("-");

    /**
     * What inputs stand for.
     *
     * @param files each once ({@code a.mp3} and {@code ./a.mp3} are one), in a stable order
     * @param remarks what was passed over in the folders, a sentence each
     */
    public record Found(List<Path> files, List<String> remarks) {
        public Found {
            files = List.copyOf(files);
            remarks = List.copyOf(remarks);
        }
    }

    private final Map<Path, Path> found = new LinkedHashMap<>(); // by what two spellings of a path have in common
    private final List<String> remarks = new ArrayList<>();
    private final Exclusions exclusions;

    private AudioInputs(Exclusions exclusions) {
        this.exclusions = exclusions;
    }

    /** As {@link #search}, without a list from elsewhere; returns the files alone. */
    public static List<Path> find(List<Path> inputs) throws IOException {
        return search(inputs, InputStream.nullInputStream(), Exclusions.NONE).files();
    }

    /**
     * Returns the files that inputs stand for.
     *
     * @param inputs an audio file of any ending; a folder, whose audio files are taken at any depth, sorted, hidden
     *     ones left out; a list file, see {@link PathList}; or {@code -} for a list that is read from elsewhere, its paths
     *     relative to the working folder. A file in a list need not exist: it is then reported when it is read
     * @param list such as the standard input, read to its end if {@code -} is among the inputs
     * @param exclusions what is left out in folders
     * @throws EmbedException if an input is not there, or a folder holds no audio file
     * @throws io.clmr.data.list.ListException if a line of a list can be no file
     */
    public static Found search(List<Path> inputs, InputStream list, Exclusions exclusions) throws IOException {
        AudioInputs search = new AudioInputs(exclusions);
        for (Path input : inputs) {
            if (input.equals(STANDARD_INPUT)) {
                search.addAll(PathList.read(list, "the standard input", Path.of("")), input, "the standard input");
            } else if (Files.isDirectory(input)) {
                search.addFolder(input);
            } else if (!Files.exists(input)) {
                throw new EmbedException(PathText.of(input) + ": no such file or folder");
            } else if (PathList.isList(input)) {
                search.addAll(PathList.read(input), input, "the list");
            } else {
                search.add(input);
            }
        }
        return new Found(List.copyOf(search.found.values()), search.remarks);
    }

    private void addAll(List<PathList.Entry> entries, Path input, String what) throws EmbedException {
        if (entries.isEmpty()) {
            throw new EmbedException(PathText.of(input) + ": " + what + " names no file, expected one path a line");
        }
        entries.forEach(entry -> add(entry.path()));
    }

    private void addFolder(Path input) throws IOException {
        AudioFolder folder = AudioFolder.search(input, exclusions);
        String passedOver = folder.passedOverText();
        if (folder.files().isEmpty()) {
            throw new EmbedException(PathText.of(input) + ": no file in this folder has the ending of an audio format"
                    + (passedOver.isEmpty() ? "" : " (passed over: " + passedOver + ")")
                    + "; name the files themselves if they have others");
        }
        folder.files().values().forEach(this::add);
        if (!passedOver.isEmpty()) {
            remarks.add(PathText.of(input) + ": passed over: " + passedOver);
        }
        folder.unreadable().forEach(place -> remarks.add(PathText.of(input) + ": passed over: " + place));
    }

    private void add(Path file) {
        Path absolute = file.toAbsolutePath();
        // behind a link, .. need not lead to where the path seems to come from
        boolean safe = Stream.of(absolute.toString().split(Pattern.quote(File.separator), -1))
                .noneMatch(".."::equals);
        found.putIfAbsent(safe ? absolute.normalize() : absolute, file);
    }
}
