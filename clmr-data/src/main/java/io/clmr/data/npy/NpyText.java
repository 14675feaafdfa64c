package io.clmr.data.npy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads arrays of text: {@code <U12} (twelve code points each, four bytes a code point) and {@code |S12} (twelve bytes).
 *
 * <p>Arrays of Python objects hold a pickle and are refused.
 */
public final class NpyText {
    private static final Pattern FIXED_WIDTH = Pattern.compile("<U(\\d{1,6})|\\|S(\\d{1,6})");

    private NpyText() {}

    /** Reads a one-dimensional array. */
    public static List<String> read(Path file) throws IOException {
        String name = file.toString();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            NpyHeader header = NpyHeader.read(in, name);
            Matcher width = FIXED_WIDTH.matcher(header.descr());
            if (!width.matches() || header.shape().size() != 1) {
                throw new IOException(name + ": shape " + header.shape() + " of " + header.descr()
                        + ", expected one dimension of text (<U…, |S…)");
            }
            boolean codePoints = width.group(1) != null;
            int bytes = codePoints ? 4 * Integer.parseInt(width.group(1)) : Integer.parseInt(width.group(2));
            header.checkSize(Files.size(file), bytes, name);
            List<String> texts = new ArrayList<>();
            int elements = header.elements(name);
            if (bytes == 0 && elements > 0) {
                throw new IOException(name + ": holds " + elements + " texts of no length");
            }
            for (int n = 0; n < elements; n++) {
                byte[] element = in.readNBytes(bytes);
                if (element.length < bytes) {
                    throw new IOException(name + ": ends after " + n + " of " + elements + " texts");
                }
                texts.add(codePoints ? fromCodePoints(element, name) : fromBytes(element));
            }
            return texts;
        }
    }

    private static String fromCodePoints(byte[] element, String name) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(element).order(ByteOrder.LITTLE_ENDIAN);
        StringBuilder text = new StringBuilder();
        while (data.hasRemaining()) {
            int codePoint = data.getInt();
            if (codePoint == 0) {
                break; // the rest of the element is filled up with zeros
            }
            if (!Character.isValidCodePoint(codePoint)) {
                throw new IOException(name + ": has " + Integer.toHexString(codePoint) + " for a character");
            }
            text.appendCodePoint(codePoint);
        }
        return text.toString();
    }

    private static String fromBytes(byte[] element) {
        int length = 0;
        while (length < element.length && element[length] != 0) {
            length++;
        }
        return new String(element, 0, length, StandardCharsets.UTF_8);
    }
}
