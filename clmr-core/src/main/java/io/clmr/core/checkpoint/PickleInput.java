package io.clmr.core.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, read one after the other and never beyond what the file can hold. */
final class PickleInput {

    private static final int MAX_LINE_BYTES = 1 << 16;

    /** Whole numbers of more bytes than this are no part of a checkpoint. */
    private static final int MAX_INTEGER_BYTES = 64;

    private final InputStream in;
    private long left;

    /**
     * Wraps a stream.
     *
     * @param in is read up to the pickle's end and not beyond it; should be buffered
     * @param maxBytes that this pickle may have
     */
    PickleInput(InputStream in, long maxBytes) {
        this.in = in;
        left = maxBytes;
    }

    int readByte() throws IOException {
        take(1);
        int value = in.read();
        if (value < 0) {
            throw new EOFException("the pickle ends before its end mark");
        }
        return value;
    }

    byte[] readBytes(long count) throws IOException {
        take(count);
        byte[] bytes = in.readNBytes((int) count); // grows with what is there, not with what is claimed
        if (bytes.length < count) {
            throw new EOFException("the pickle ends before its end mark");
        }
        return bytes;
    }

    private void take(long count) throws IOException {
        if (count < 0 || count > left || count > Integer.MAX_VALUE - 8) {
            throw new CheckpointException(
                    "the pickle claims " + count + " more bytes, at most " + left + " can be there");
        }
        left -= count;
    }

    /** Little-endian, without sign. */
    long readUnsigned(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) readByte() << (8 * i);
        }
        return value; // 8 bytes may be negative, which take() refuses
    }

    long readInt32() throws IOException {
        return (int) readUnsigned(4);
    }

    double readDouble() throws IOException {
        return ByteBuffer.wrap(readBytes(8)).order(ByteOrder.BIG_ENDIAN).getDouble();
    }

    /** Little-endian two's complement of any length; none is zero. A {@link Long} where one is enough. */
    Object readInteger(long bytes) throws IOException {
        if (bytes < 0 || bytes > MAX_INTEGER_BYTES) {
            throw new CheckpointException(
                    "the pickle has a whole number of " + bytes + " bytes, at most " + MAX_INTEGER_BYTES + " are read");
        }
        byte[] little = readBytes(bytes);
        byte[] big = new byte[little.length + 1];
        for (int i = 0; i < little.length; i++) {
            big[big.length - 1 - i] = little[i];
        }
        big[0] = (byte) (little.length > 0 && little[little.length - 1] < 0 ? -1 : 0);
        return narrow(new BigInteger(big));
    }

    static Object narrow(BigInteger value) {
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }

    /** Text up to a line feed, which is taken but not returned. */
    String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = readByte(); c != '\n'; c = readByte()) {
            if (line.size() >= MAX_LINE_BYTES) {
                throw new CheckpointException("the pickle has a line of more than " + MAX_LINE_BYTES + " bytes");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    String readText(long bytes) throws IOException {
        return new String(readBytes(bytes), StandardCharsets.UTF_8);
    }

    /** A Python 2 string, whose bytes are taken for Latin-1, as PyTorch does. */
    String readLatin(long bytes) throws IOException {
        return new String(readBytes(bytes), StandardCharsets.ISO_8859_1);
    }
}
