package io.clmr.data.archive;

import io.clmr.base.files.PrintableText;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Reads an archive's directory and refuses what could do harm. */
final class PackedFiles {
    /** Audio hardly compresses; whatever becomes a hundred times larger is made to fill disks. */
    private static final int MAX_EXPANSION = 100;

    /** What file systems take, less the dot and the ending of a file that is being written. */
    private static final int MAX_NAME_BYTES = 255 - 6;

    private final Path archive;
    private final Path folder;
    private final ZipFile zip;
    private final long archiveBytes;
    private final Predicate<Path> wanted;

    PackedFiles(Path archive, Path folder, ZipFile zip, long archiveBytes, Predicate<Path> wanted) {
        this.archive = archive;
        this.folder = folder;
        this.zip = zip;
        this.archiveBytes = archiveBytes;
        this.wanted = wanted;
    }

    /** Returns the wanted files of the archive, in its order; others are passed over. */
    List<PackedFile> check() throws ArchiveException {
        List<PackedFile> files = new ArrayList<>();
        Set<Path> targets = new HashSet<>();
        long total = 0;
        for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
            Path relative = relative(entry.getName());
            if (entry.isDirectory() || isHidden(relative) || !wanted.test(relative)) {
                continue;
            }
            if (entry.isUnixSymlink()) {
                throw refused(entry, "is a link, expected files alone");
            }
            if (!zip.canReadEntryData(entry)) {
                throw refused(entry, "is encrypted or compressed in an unusual way");
            }
            if (!targets.add(relative)) {
                throw refused(entry, "is there twice");
            }
            if (entry.getSize() < 0) {
                throw refused(entry, "has no size");
            }
            total += entry.getSize();
            if (total > MAX_EXPANSION * archiveBytes || total < 0) {
                throw refused(
                        entry,
                        "and those before it would become " + total + " bytes out of " + archiveBytes
                                + ", more than audio can");
            }
            files.add(new PackedFile(entry, folder, folder.resolve(relative)));
        }
        if (files.isEmpty()) {
            throw new ArchiveException(archive, "holds no audio file; is it the right archive?");
        }
        return files;
    }

    /** macOS packs a {@code ._song.mp3} beside every song. */
    private static boolean isHidden(Path relative) {
        String name = relative.getFileName().toString();
        return name.isEmpty() || name.startsWith(".");
    }

    private Path relative(String name) throws ArchiveException {
        try {
            Path path = Path.of(name);
            for (Path part : path) {
                if (part.toString().getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
                    throw new ArchiveException(
                            archive,
                            "\"" + PrintableText.name(part.toString()) + "\" is longer than a file's name can be ("
                                    + MAX_NAME_BYTES + " bytes); nothing was unpacked");
                }
            }
            if (!path.isAbsolute() && !name.contains("\\") && !path.normalize().startsWith("..")) {
                return path.normalize();
            }
        } catch (InvalidPathException e) {
            throw new ArchiveException(
                    archive,
                    "holds a file without a valid name: " + PrintableText.of(String.valueOf(e.getMessage()), 200),
                    e);
        }
        throw new ArchiveException(
                archive,
                "\"" + PrintableText.name(name) + "\" leaves the folder it would be unpacked to; nothing was unpacked");
    }

    private ArchiveException refused(ZipArchiveEntry entry, String why) {
        return new ArchiveException(
                archive, "\"" + PrintableText.name(entry.getName()) + "\" " + why + "; nothing was unpacked");
    }
}
