package io.clmr.data.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The files an archive was cut into: {@code NAME.001}, {@code NAME.002} and so on, or {@code NAME} in one piece. */
final class ArchiveParts {
    private static final int MAX_PARTS = 999;

    private ArchiveParts() {}

    /**
     * Returns the parts in order; none if there are none.
     *
     * @throws ArchiveException if one is missing between others
     */
    static List<Path> find(Path folder, String name) throws IOException {
        Path whole = folder.resolve(name);
        if (Files.isRegularFile(whole)) {
            return List.of(whole);
        }
        List<Path> parts = new ArrayList<>();
        int last = 0;
        for (int number = 1; number <= MAX_PARTS; number++) {
            Path part = folder.resolve(String.format(Locale.ROOT, "%s.%03d", name, number));
            if (!Files.isRegularFile(part)) {
                continue;
            }
            if (last != number - 1) {
                throw new ArchiveException(
                        folder.resolve(String.format(Locale.ROOT, "%s.%03d", name, last + 1)),
                        "is not there, but " + part.getFileName() + " is; get all parts");
            }
            last = number;
            parts.add(part);
        }
        return parts;
    }
}
