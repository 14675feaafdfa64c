package io.clmr.data.archive;

import io.clmr.base.files.PrintableText;
import io.clmr.base.files.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * One file of an archive and where it goes.
 *
 * @param folder that it must not leave, not even through links
 */
record PackedFile(ZipArchiveEntry entry, Path folder, Path target) {
    private static final int BUFFER_BYTES = 1 << 16;

    long bytes() {
        return entry.getSize();
    }

    /** A file of the right size is whole: it gets its name only when its last byte is written. */
    boolean isUnpacked() throws IOException {
        return Files.isRegularFile(target) && Files.size(target) == bytes();
    }

    void unpack(ZipFile zip, Path archive) throws IOException {
        Path parent = target.toAbsolutePath().normalize().getParent();
        if (parent == null) {
            throw new ArchiveException(archive, "\"" + PrintableText.name(entry.getName()) + "\" has no folder");
        }
        Files.createDirectories(parent);
        if (!parent.toRealPath().startsWith(folder.toRealPath())) {
            throw new ArchiveException(
                    archive,
                    "\"" + PrintableText.name(entry.getName()) + "\" would leave " + folder
                            + " through a link; remove the link " + parent);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            WholeFile.writeBytes(target, out -> copy(in, out, archive));
        }
    }

    private void copy(InputStream in, OutputStream out, Path archive) throws IOException {
        CRC32 sum = new CRC32();
        byte[] buffer = new byte[BUFFER_BYTES];
        long written = 0;
        for (int n = read(in, buffer, archive); n >= 0; n = read(in, buffer, archive)) {
            written += n;
            if (written > bytes()) {
                break;
            }
            sum.update(buffer, 0, n);
            out.write(buffer, 0, n);
        }
        if (written != bytes() || sum.getValue() != entry.getCrc()) {
            throw new ArchiveException(
                    archive, damaged(written > bytes() ? "is longer than the archive says" : "is damaged"));
        }
    }

    /** The archive's own failures are told apart from those of the disk that is written to. */
    private int read(InputStream in, byte[] buffer, Path archive) throws IOException {
        try {
            return in.read(buffer);
        } catch (IOException | IllegalArgumentException e) {
            throw new ArchiveException(archive, damaged("cannot be unpacked (" + e.getMessage() + ")"), e);
        }
    }

    private String damaged(String what) {
        return "\"" + PrintableText.name(entry.getName()) + "\" " + what
                + "; get the archive again, what is unpacked stays";
    }
}
