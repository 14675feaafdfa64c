package io.clmr.data.dataset;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Finds the audio files below a folder by their endings, links followed, also those to nowhere, hidden files left out. */
public final class AudioFiles {
    private static final Set<String> ENDINGS = Set.of(
            "mp3", "mp2", "wav", "wave", "flac", "ogg", "oga", "opus", "m4a", "m4b", "mp4", "aac", "aif", "aiff",
            "aifc", "alac", "au", "caf", "wma", "wv", "ape", "mka", "weba", "webm", "ac3");

    private AudioFiles() {}

    /** Returns whether a file's ending is that of an audio format. */
    public static boolean isAudio(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 && ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /** Returns all audio files below a folder by key, in the order of the keys. */
    public static NavigableMap<String, Path> below(Path folder) throws IOException {
        NavigableMap<String, Path> files = new TreeMap<>();
        Files.walkFileTree(
                folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                        return !visited.equals(folder) && hidden(visited)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes) {
                        // A link that is still one here leads nowhere: it must be named, not passed over.
                        boolean file = attributes.isRegularFile() || attributes.isSymbolicLink();
                        if (file && isAudio(visited) && !hidden(visited)) {
                            files.put(ClipKey.of(folder.relativize(visited)), visited);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                        if (failure instanceof FileSystemLoopException) { // a link to a folder above: seen already
                            return FileVisitResult.CONTINUE;
                        }
                        throw failure;
                    }
                });
        return files;
    }

    /** macOS leaves a {@code ._song.mp3} beside every song it copies. */
    private static boolean hidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }
}
