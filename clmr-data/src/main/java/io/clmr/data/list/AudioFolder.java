package io.clmr.data.list;

import io.clmr.base.files.PathText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The audio files below a folder, found by their endings: links are followed, also those to nowhere, and hidden files left
 * out.
 *
 * @param files by key, the path below the folder with {@code /}, in the order of the keys
 * @param unreadable folders and files that could not be looked at, with the reason
 * @param passedOver files that were not hidden and have other endings, by ending; the empty one for none
 * @param excluded files and folders that were to be left out
 */
public record AudioFolder(
        NavigableMap<String, Path> files, List<String> unreadable, Map<String, Integer> passedOver, int excluded) {
    private static final int NAMED_ENDINGS = 8;
    private static final Pattern OURS = Pattern.compile("(labels|split)\\.csv|store-\\d+(-features)?/.*");

    public AudioFolder {
        unreadable = List.copyOf(unreadable);
        passedOver = Map.copyOf(passedOver);
    }

    /** Returns all audio files below a folder. */
    public static AudioFolder search(Path folder) throws IOException {
        return search(folder, Exclusions.NONE);
    }

    /**
     * Returns the audio files below a folder.
     *
     * @throws IOException if the folder itself cannot be read; what lies in it and cannot is listed
     */
    public static AudioFolder search(Path folder, Exclusions exclusions) throws IOException {
        Search search = new Search(folder, exclusions);
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, search);
        return search.found();
    }

    /** Returns how many files were passed over, such as {@code 12 .jpg, 3 .txt}; empty text if none was. */
    public String passedOverText() {
        List<Map.Entry<String, Integer>> most = passedOver.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        List<String> named = new ArrayList<>();
        most.stream()
                .limit(NAMED_ENDINGS)
                .forEach(entry -> named.add(
                        entry.getValue() + (entry.getKey().isEmpty() ? " without an ending" : " ." + entry.getKey())));
        int rest =
                most.stream().skip(NAMED_ENDINGS).mapToInt(Map.Entry::getValue).sum();
        if (rest > 0) {
            named.add(rest + " others");
        }
        if (excluded > 0) {
            named.add(excluded + " excluded");
        }
        return String.join(", ", named);
    }

    /** Returns a key of a path below a folder: its names with {@code /} between them, whatever the machine writes. */
    public static String key(Path relative) {
        List<String> names = new ArrayList<>();
        relative.normalize().forEach(name -> names.add(PathText.name(name)));
        return String.join("/", names);
    }

    /** macOS leaves a {@code ._song.mp3} beside every song it copies. */
    static boolean isHidden(Path file) {
        return String.valueOf(file.getFileName()).startsWith(".");
    }

    /** Labels, splits and stores lie in the dataset's folder, and nobody need be told of them. */
    private static boolean isOurs(Path relative) {
        return OURS.matcher(relative.toString()).matches();
    }

    /** Gathers what a search meets. */
    static final class Search extends SimpleFileVisitor<Path> {
        private final Path folder;
        private final Exclusions exclusions;
        private final NavigableMap<String, Path> files = new TreeMap<>();
        private final List<String> unreadable = new ArrayList<>();
        private final Map<String, Integer> passedOver = new TreeMap<>(Comparator.naturalOrder());
        private int excluded;

        Search(Path folder, Exclusions exclusions) {
            this.folder = folder;
            this.exclusions = exclusions;
        }

        AudioFolder found() {
            return new AudioFolder(files, unreadable, passedOver, excluded);
        }

        @Override
        public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
            if (visited.equals(folder)) {
                return FileVisitResult.CONTINUE;
            }
            return isHidden(visited) || isExcluded(visited) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        private boolean isExcluded(Path visited) {
            boolean exclude = exclusions.exclude(folder.relativize(visited));
            excluded += exclude ? 1 : 0;
            return exclude;
        }

        @Override
        public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes) {
            // A link that is still one here leads nowhere: it must be named, not passed over.
            boolean file = attributes.isRegularFile() || attributes.isSymbolicLink();
            if (file && !isHidden(visited) && !isExcluded(visited)) {
                String ending = AudioEndings.of(String.valueOf(visited.getFileName()));
                if (AudioEndings.isAudio(visited)) {
                    files.put(key(folder.relativize(visited)), visited);
                } else if (!isOurs(folder.relativize(visited))) {
                    passedOver.merge(ending, 1, Integer::sum);
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof FileSystemLoopException) { // a link to a folder above: seen already
                return FileVisitResult.CONTINUE;
            }
            if (file.equals(folder)) {
                throw failure;
            }
            if (!isHidden(file) && !exclusions.exclude(folder.relativize(file))) {
                unreadable.add(key(folder.relativize(file)) + " (" + reason(failure) + ")");
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
            if (failure != null) { // the disk failed half-way
                if (visited.equals(folder)) {
                    throw failure;
                }
                unreadable.add(key(folder.relativize(visited)) + " (" + reason(failure) + ")");
            }
            return FileVisitResult.CONTINUE;
        }

        private static String reason(IOException failure) {
            if (failure instanceof AccessDeniedException) {
                return "may not be read by this user";
            }
            return failure instanceof FileSystemException file && file.getReason() != null
                    ? file.getReason()
                    : String.valueOf(failure.getMessage());
        }
    }
}
