package io.clmr.eval.embed;

import io.clmr.base.files.AbsolutePath;
import io.clmr.base.files.FileState;
import io.clmr.base.files.PathText;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the files of a catalogue are called: absolute, or relative to a folder that may move to another place. */
public final class FileNames {

    /**
     * A file that is to be embedded.
     *
     * @param given as the caller spelled it
     * @param shown what the index calls it
     * @param state as it is now; empty if it is not there
     */
    public record Named(Path given, String shown, Optional<FileState> state) {}

    private final Optional<Path> base;
    private final Path realBase;

    private FileNames(Optional<Path> base, Path realBase) {
        this.base = base;
        this.realBase = realBase;
    }

    /**
     * Returns names relative to a folder.
     *
     * @param base the folder that names are relative to; empty = names are absolute
     * @throws EmbedException if the base is no folder
     */
    public static FileNames below(Optional<Path> base) throws IOException {
        if (base.isEmpty()) {
            return absolute();
        }
        if (!Files.isDirectory(base.get())) {
            throw new EmbedException(base.get() + ": is no folder, expected the one that --base names paths below");
        }
        return new FileNames(
                Optional.of(AbsolutePath.of(base.get())), base.get().toRealPath());
    }

    /** Returns absolute names. */
    public static FileNames absolute() {
        return new FileNames(Optional.empty(), Path.of(""));
    }

    Optional<Path> base() {
        return base;
    }

    /**
     * Looks a file up.
     *
     * @throws EmbedException if the file is there, but not below the base
     */
    public Named name(Path given) throws IOException {
        Optional<FileState> state = FileState.of(given);
        Path absolute = AbsolutePath.of(given);
        if (base.isEmpty()) {
            return new Named(given, PathText.of(absolute), state);
        }
        if (absolute.startsWith(base.get())) {
            return new Named(given, text(base.get().relativize(absolute)), state.map(this::relative));
        }
        if (state.isEmpty()) {
            return new Named(given, PathText.of(absolute), state);
        }
        Path real = given.toRealPath();
        if (!real.startsWith(realBase)) {
            throw new EmbedException(given + ": is not below " + base.get() + ", expected only files below --base");
        }
        return new Named(given, text(realBase.relativize(real)), state.map(this::relative));
    }

    /** Returns the place of a file of the index. */
    Path place(String shown) {
        return base.isPresent()
                ? PathText.parse(base.get().resolve(shown).toString())
                : PathText.parse(shown).toAbsolutePath();
    }

    /** Returns the same file by its way from the base, so that it is the same elsewhere too. */
    FileState relative(FileState file) {
        if (base.isEmpty()) {
            return file;
        }
        String folder = "file://" + realBase.toUri().getRawPath();
        String prefix = folder.endsWith("/") ? folder : folder + "/";
        return file.uri().startsWith(prefix)
                ? new FileState(file.uri().substring(prefix.length()), file.sizeBytes(), file.timeNanos())
                : file;
    }

    private static String text(Path relative) {
        return PathText.of(relative).replace(File.separatorChar, '/');
    }
}
