package io.clmr.core.checkpoint;

import io.clmr.base.files.PrintableText;
import io.clmr.core.checkpoint.Pickled.Dict;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The form before PyTorch 1.6: pickles of a magic number, a version, the machine's byte order, the content and the
 * storage keys, then for each key a count and the numbers.
 */
final class TorchLegacy {

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long VERSION = 1001;
    private static final int COUNT_BYTES = 8;

    private TorchLegacy() {}

    static TorchFile.Opened read(InputStream file, long fileBytes) throws IOException {
        InputStream in = new BufferedInputStream(file, 1 << 16);
        if (!isMagic(in, fileBytes)) {
            throw new CheckpointException("neither a zip file nor one of torch.save before PyTorch 1.6");
        }
        if (!Long.valueOf(VERSION).equals(pickle(in, fileBytes))) {
            throw new CheckpointException("a version of torch.save's file format that is not known here");
        }
        if (!(pickle(in, fileBytes) instanceof Dict machine)
                || !Boolean.TRUE.equals(machine.byName().get("little_endian"))) {
            throw new CheckpointException("its numbers are not said to be little-endian, and nothing else is read");
        }
        StorageTypes types = new StorageTypes();
        Object root = PickleReader.read(new PickleInput(in, limit(fileBytes)), types);
        Map<String, ByteBuffer> storages = storages(in, pickle(in, fileBytes), types, fileBytes);
        return new TorchFile.Opened(root, storage -> {
            ByteBuffer data = storages.get(storage.key());
            if (data == null) {
                throw new CheckpointException("storage " + PrintableText.name(storage.key()) + " is not in the file");
            }
            return data.duplicate();
        });
    }

    private static boolean isMagic(InputStream in, long fileBytes) throws IOException {
        try {
            return MAGIC.equals(pickle(in, fileBytes));
        } catch (CheckpointException | EOFException e) {
            return false; // then it is no pickle, or one of something else
        }
    }

    private static Object pickle(InputStream in, long fileBytes) throws IOException {
        return PickleReader.read(new PickleInput(in, limit(fileBytes)), storage -> {});
    }

    private static long limit(long fileBytes) {
        return Math.min(fileBytes, TorchZip.MAX_PICKLE_BYTES);
    }

    private static Map<String, ByteBuffer> storages(InputStream in, Object keys, StorageTypes types, long fileBytes)
            throws IOException {
        if (!(keys instanceof List<?> names)) {
            throw new CheckpointException("the list of storages is missing");
        }
        long left = fileBytes;
        Map<String, ByteBuffer> storages = new HashMap<>();
        for (Object name : names) {
            if (!(name instanceof String key)) {
                throw new CheckpointException("the list of storages has something that is no name");
            }
            long count = ByteBuffer.wrap(whole(in, COUNT_BYTES, key))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong();
            int bytes = types.bytesOf(key);
            if (count < 0 || count > left / bytes || count * bytes > Integer.MAX_VALUE - 8) {
                throw new CheckpointException("storage " + PrintableText.name(key) + " claims " + count
                        + " values, more than the file can hold");
            }
            left -= count * bytes;
            storages.put(key, ByteBuffer.wrap(whole(in, (int) (count * bytes), key)));
        }
        return storages;
    }

    private static byte[] whole(InputStream in, int count, String key) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException(
                    "storage " + PrintableText.name(key) + " has " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    /** Sizes of the values of each storage, which only the pickle before them tells. */
    private static final class StorageTypes implements PickleReader.StorageListener {

        private final Map<String, Integer> bytes = new HashMap<>();

        @Override
        public void found(TorchStorage storage) {
            bytes.put(storage.key(), storage.type().map(type -> type.bytes()).orElse(1));
        }

        int bytesOf(String key) throws CheckpointException {
            Integer size = bytes.get(key);
            if (size == null) {
                throw new CheckpointException("storage " + PrintableText.name(key) + " is of a kind unknown here");
            }
            return size;
        }
    }
}
