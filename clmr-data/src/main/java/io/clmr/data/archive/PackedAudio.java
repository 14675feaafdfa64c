package io.clmr.data.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.MultiReadOnlySeekableByteChannel;

/**
 * A zip file of audio, in one piece or cut into parts, that is unpacked beside itself without being joined on disk.
 *
 * <p>The archive is taken for hostile: only audio files are written, only below the folder, only as many bytes as
 * the archive's directory says, after that directory was found plausible and the disk large enough.
 */
public final class PackedAudio implements Closeable {
    private final Path folder;
    private final Path archive;
    private final ZipFile zip;
    private final List<PackedFile> files;

    private PackedAudio(Path folder, Path archive, ZipFile zip, List<PackedFile> files) {
        this.folder = folder;
        this.archive = archive;
        this.zip = zip;
        this.files = files;
    }

    /**
     * Opens an archive if there is one, and checks its directory; unpacks nothing.
     *
     * @param folder where the archive lies and its files go
     * @param name of the archive, without the number of a part
     * @param wanted which files of the archive are audio
     * @throws ArchiveException if a part is missing or the archive is none to be trusted
     */
    public static Optional<PackedAudio> find(Path folder, String name, Predicate<Path> wanted) throws IOException {
        List<Path> parts = ArchiveParts.find(folder, name);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        Path archive = parts.get(0);
        long bytes = 0;
        for (Path part : parts) {
            bytes += Files.size(part);
        }
        SeekableByteChannel channel = MultiReadOnlySeekableByteChannel.forPaths(parts.toArray(Path[]::new));
        try {
            ZipFile zip = ZipFile.builder().setSeekableByteChannel(channel).get();
            return Optional.of(new PackedAudio(
                    folder, archive, zip, new PackedFiles(archive, folder, zip, bytes, wanted).check()));
        } catch (ArchiveException e) {
            channel.close();
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            channel.close();
            throw new ArchiveException(
                    archive,
                    "is no whole zip file (" + e.getMessage() + "); " + (parts.size() == 1 ? "get it" : "get the parts")
                            + " again",
                    e);
        }
    }

    /** Returns how many files the archive has that are not unpacked yet. */
    public int pending() throws IOException {
        int pending = 0;
        for (PackedFile file : files) {
            pending += file.isUnpacked() ? 0 : 1;
        }
        return pending;
    }

    /**
     * Unpacks what is not there yet; may be killed and called again at any moment.
     *
     * @throws IOException if the disk is too small or fails, or the archive is damaged
     */
    public void unpack(UnpackListener listener) throws IOException {
        checkSpace();
        int done = files.size() - pending();
        for (PackedFile file : files) {
            if (!file.isUnpacked()) {
                file.unpack(zip, archive);
                listener.unpacked(++done, files.size());
            }
        }
    }

    private void checkSpace() throws IOException {
        long need = 0;
        for (PackedFile file : files) {
            need += file.isUnpacked() ? 0 : file.bytes();
        }
        long free = Files.getFileStore(folder).getUsableSpace();
        if (need > free) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "%s: No space left on device: unpacking %s needs %.2f GB, %.2f GB are free; free %.2f GB",
                    folder,
                    archive.getFileName(),
                    need / 1e9,
                    free / 1e9,
                    (need - free) / 1e9));
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
