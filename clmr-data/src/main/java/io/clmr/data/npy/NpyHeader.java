package io.clmr.data.npy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The header of a {@code .npy} file.
 *
 * @param descr of the elements, as NumPy writes it: {@code <f4}, {@code <U12}
 * @param columnsFirst whether the array lies in Fortran order
 * @param shape outermost dimension first; empty = a single value
 * @param headerBytes where the data starts in the file
 */
record NpyHeader(String descr, boolean columnsFirst, List<Long> shape, int headerBytes) {
    /** What a header of ours takes, however many rows it will tell one day. */
    static final int FIXED_BYTES = 128;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_BYTES = 1 << 20; // NumPy itself writes 128; more than this is not a header
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\sL]*)\\)");

    NpyHeader {
        shape = List.copyOf(shape);
    }

    /** Returns the number of elements; throws if it does not fit a Java array. */
    int elements(String name) throws IOException {
        long elements = 1;
        for (long length : shape) {
            elements = length == 0 ? 0 : elements * length;
            if (elements < 0 || elements > Integer.MAX_VALUE - 8) {
                throw new IOException(name + ": shape " + shape + " has more elements than one array can hold");
            }
        }
        return (int) elements;
    }

    /** Returns the type of the elements, which must be numbers. */
    NpyType type(String name) throws IOException {
        return NpyType.of(descr, name);
    }

    /** Refuses a file that is too small for what its header tells, before memory is taken. */
    void checkSize(long fileBytes, long elementBytes, String name) throws IOException {
        long needed = headerBytes + elements(name) * elementBytes;
        if (fileBytes < needed) {
            throw new IOException(
                    name + ": has " + fileBytes + " bytes, but shape " + shape + " of " + descr + " needs " + needed);
        }
    }

    /** Returns a version 1.0 header of {@link #FIXED_BYTES} bytes. */
    static byte[] encode(NpyType type, long... shape) {
        String dims = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String text = "{'descr': '" + type.descr() + "', 'fortran_order': False, 'shape': (" + dims
                + (shape.length == 1 ? "," : "") + "), }";
        int room = FIXED_BYTES - MAGIC.length - 4;
        byte[] header = new byte[FIXED_BYTES];
        System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
        header[6] = 1;
        header[8] = (byte) room;
        byte[] body = (text + " ".repeat(room - 1 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(body, 0, header, 10, body.length);
        return header;
    }

    /**
     * Reads a header of version 1 to 3.
     *
     * @param name of the file, for messages
     */
    static NpyHeader read(InputStream in, String name) throws IOException {
        byte[] start = exactly(in, 8, name);
        for (int n = 0; n < MAGIC.length; n++) {
            if (start[n] != MAGIC[n]) {
                throw new IOException(name + ": not a .npy file, its first bytes are not those of NumPy's format");
            }
        }
        int sizeBytes = start[6] == 1 ? 2 : 4;
        byte[] size = exactly(in, sizeBytes, name);
        long length = 0;
        for (int n = sizeBytes - 1; n >= 0; n--) {
            length = length << 8 | (size[n] & 0xff);
        }
        if (start[6] < 1 || start[6] > 3 || length > MAX_BYTES) {
            throw new IOException(name + ": .npy version " + start[6] + " with a header of " + length
                    + " bytes, expected version 1 to 3 and at most " + MAX_BYTES);
        }
        String text = new String(exactly(in, (int) length, name), StandardCharsets.UTF_8);
        List<Long> shape = new ArrayList<>();
        for (String part : find(SHAPE, text, name).split(",", -1)) {
            String digits = part.replace("L", "").strip();
            if (!digits.isEmpty()) {
                try {
                    shape.add(Long.parseLong(digits));
                } catch (NumberFormatException e) {
                    throw new IOException(name + ": shape (" + digits + ") is not a number", e);
                }
            }
        }
        boolean columnsFirst = find(ORDER, text, name).equals("True");
        return new NpyHeader(find(DESCR, text, name), columnsFirst, shape, (int) (8 + sizeBytes + length));
    }

    private static String find(Pattern pattern, String text, String name) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException(name + ": the .npy header is " + text.strip() + ", expected " + pattern);
        }
        return matcher.group(1);
    }

    private static byte[] exactly(InputStream in, int count, String name) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException(name + ": ends within the .npy header");
        }
        return bytes;
    }
}
