package io.clmr.data.dataset;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The numbers and texts that a pickle is written in; none longer than {@link #MAX_TEXT_BYTES}. */
final class PickleTokens {
    private static final int MAX_TEXT_BYTES = 1 << 16;

    private final InputStream in;

    /** @param in should be buffered */
    PickleTokens(InputStream in) {
        this.in = in;
    }

    /** Little-endian, without sign. */
    long unsigned(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("is a pickle that ends before its end mark");
            }
            value |= (long) next << (8 * i);
        }
        return value;
    }

    /** Little-endian two's complement. */
    long signed(long bytes) throws IOException {
        if (bytes > Long.BYTES) {
            throw new IOException("is a pickle with a whole number of " + bytes + " bytes, expected at most 8");
        }
        if (bytes == 0) {
            return 0;
        }
        int unused = Long.SIZE - 8 * (int) bytes;
        return unsigned((int) bytes) << unused >> unused; // the sign is that of the last byte
    }

    String text(long bytes) throws IOException {
        if (bytes > MAX_TEXT_BYTES) {
            throw new IOException(
                    "is a pickle with a text of " + bytes + " bytes, at most " + MAX_TEXT_BYTES + " are read");
        }
        byte[] text = in.readNBytes((int) bytes);
        if (text.length < bytes) {
            throw new EOFException("is a pickle that ends before its end mark");
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = (int) unsigned(1); c != '\n'; c = (int) unsigned(1)) {
            if (line.size() >= MAX_TEXT_BYTES) {
                throw new IOException("is a pickle with a line of more than " + MAX_TEXT_BYTES + " bytes");
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text; // written in text mode on Windows
    }

    long decimal() throws IOException {
        String text = line();
        String digits = text.endsWith("L") ? text.substring(0, text.length() - 1) : text;
        if (!digits.matches("-?\\d{1,18}")) {
            throw new IOException("is a pickle with " + PythonList.shown(text) + " for a whole number");
        }
        return Long.parseLong(digits);
    }

    String quoted() throws IOException {
        String text = plain();
        char quote = text.isEmpty() ? ' ' : text.charAt(0);
        if (text.length() < 2 || (quote != '\'' && quote != '"') || text.charAt(text.length() - 1) != quote) {
            throw new IOException("is a pickle with the text " + PythonList.shown(text) + ", expected it in quotes");
        }
        return text.substring(1, text.length() - 1);
    }

    /** Returns a line without escapes, which the names of clips and tracks do not need. */
    String plain() throws IOException {
        String text = line();
        if (text.indexOf('\\') >= 0) {
            throw new IOException("is a pickle with the text " + PythonList.shown(text) + ", expected no backslash");
        }
        return text;
    }
}
