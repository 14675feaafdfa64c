package io.clmr.cli;

import io.clmr.base.files.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks one level into a folder that was named where another one in it is meant, such as {@code runs} for {@code runs/mtat}. */
final class FolderInside {

    private static final int NAMED = 5;

    private FolderInside() {}

    /**
     * Returns the folder itself if it is what is looked for or holds nothing like it, else the one that it holds.
     *
     * @param what is looked for, in the plural
     * @throws InputException if it holds several
     */
    static Path find(Path folder, Predicate<Path> wanted, String what) throws IOException {
        if (!Files.isDirectory(folder) || wanted.test(folder)) {
            return folder;
        }
        List<Path> inside;
        try (Stream<Path> entries = Files.list(folder)) {
            inside = entries.filter(Files::isDirectory).filter(wanted).sorted().toList();
        }
        if (inside.size() > 1) {
            throw new InputException(PrintableText.of(folder) + " holds " + inside.size() + " " + what
                    + ", expected one; name one of them: "
                    + inside.stream().limit(NAMED).map(PrintableText::of).collect(Collectors.joining(", "))
                    + (inside.size() > NAMED ? ", …" : ""));
        }
        return inside.isEmpty() ? folder : inside.get(0);
    }
}
