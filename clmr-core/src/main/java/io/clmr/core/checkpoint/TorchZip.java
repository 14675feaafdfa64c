package io.clmr.core.checkpoint;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The zip form of a PyTorch file: NAME/data.pkl, NAME/data/KEY for each storage, all stored without compression. */
final class TorchZip implements AutoCloseable {

    static final long MAX_PICKLE_BYTES = 64L << 20;

    private static final String PICKLE = "/data.pkl";

    private final ZipFile zip;
    private final String prefix;
    private final Map<String, ByteBuffer> loaded = new HashMap<>();

    /** Entries may overlap in a hostile file; together they cannot honestly have more bytes than the file. */
    private long bytesLeft;

    private TorchZip(ZipFile zip, String prefix, long fileBytes) {
        this.zip = zip;
        this.prefix = prefix;
        bytesLeft = fileBytes;
    }

    static TorchZip open(Path file) throws IOException {
        ZipFile zip = new ZipFile(file.toFile());
        try {
            return new TorchZip(zip, prefix(zip), Files.size(file));
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static String prefix(ZipFile zip) throws CheckpointException {
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            String name = entries.nextElement().getName();
            if (name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length()) {
                return name.substring(0, name.length() - PICKLE.length());
            }
        }
        throw new CheckpointException("a zip file without NAME/data.pkl, so not one of torch.save");
    }

    TorchFile.Opened content() throws IOException {
        if (zip.getEntry(prefix + "/constants.pkl") != null) {
            throw new CheckpointException(
                    "a TorchScript program, expected a state dict; save model.state_dict() instead");
        }
        checkByteOrder();
        ZipEntry pickle = stored(prefix + PICKLE);
        if (pickle.getSize() > MAX_PICKLE_BYTES) {
            throw new CheckpointException(
                    "its data.pkl has " + pickle.getSize() + " bytes, at most " + MAX_PICKLE_BYTES + " are read");
        }
        try (InputStream in = new BufferedInputStream(zip.getInputStream(pickle))) {
            return new TorchFile.Opened(
                    PickleReader.read(new PickleInput(in, pickle.getSize()), storage -> {}), this::load);
        }
    }

    private void checkByteOrder() throws IOException {
        ZipEntry entry = zip.getEntry(prefix + "/byteorder");
        if (entry == null) {
            return; // files before PyTorch 2.1 do not say
        }
        try (InputStream in = zip.getInputStream(entry)) {
            String order = new String(in.readNBytes(16), StandardCharsets.US_ASCII).strip();
            if (!order.equals("little")) {
                throw new CheckpointException("its numbers are " + order + "-endian, only little-endian is read");
            }
        }
    }

    private ZipEntry stored(String name) throws CheckpointException {
        ZipEntry entry = Optional.ofNullable(zip.getEntry(name))
                .orElseThrow(() -> new CheckpointException("the zip file has no entry " + name));
        if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
            throw new CheckpointException(
                    "entry " + name + " of the zip file is compressed, which torch.save never does;"
                            + " unpack it and pack it again with zip -0");
        }
        return entry;
    }

    private ByteBuffer load(TorchStorage storage) throws IOException {
        ByteBuffer known = loaded.get(storage.key());
        if (known != null) {
            return known.duplicate();
        }
        ZipEntry entry = stored(prefix + "/data/" + storage.key());
        if (entry.getSize() > bytesLeft || entry.getSize() > Integer.MAX_VALUE - 8) {
            throw new CheckpointException(
                    "entry " + entry.getName() + " claims " + entry.getSize() + " bytes, more than the file can hold");
        }
        bytesLeft -= entry.getSize();
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) entry.getSize());
            if (bytes.length < entry.getSize()) {
                throw new EOFException(entry.getName() + " has " + bytes.length + " of " + entry.getSize() + " bytes");
            }
            ByteBuffer data = ByteBuffer.wrap(bytes);
            loaded.put(storage.key(), data);
            return data.duplicate();
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
