package io.clmr.data.list;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Text in lines, whatever program wrote it: with or without a byte order mark, in UTF-8 or (with a mark) UTF-16, lines
 * that end in LF, CR LF or CR alone.
 */
public final class TextLines {
    /** Lists of a million clips are smaller; whatever is larger is no list. */
    public static final long MAX_BYTES = 256L << 20;

    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] UTF_16_LE_MARK = {(byte) 0xFF, (byte) 0xFE};
    private static final byte[] UTF_16_BE_MARK = {(byte) 0xFE, (byte) 0xFF};

    /**
     * A line, or a name between two zero bytes.
     *
     * @param number from 1
     * @param bytes as they stand there, in UTF-8 where the text was in UTF-16
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Line(int number, byte[] bytes) {
        /** Returns the line as text; empty if it is not UTF-8. */
        Optional<String> text() {
            try {
                return Optional.of(strict(StandardCharsets.UTF_8)
                        .decode(ByteBuffer.wrap(bytes))
                        .toString());
            } catch (CharacterCodingException e) {
                return Optional.empty();
            }
        }
    }

    private TextLines() {}

    /**
     * Returns all lines without the white space around them; line n is element n - 1.
     *
     * @throws ListException naming file and line if it is not there, too large, or no text
     */
    public static List<String> read(Path file) throws ListException {
        List<String> lines = new ArrayList<>();
        for (Line line : split(content(file), file.toString())) {
            lines.add(line.text()
                    .orElseThrow(() ->
                            new ListException(file.toString(), line.number(), "is not UTF-8; save the file as UTF-8"))
                    .strip());
        }
        return lines;
    }

    /** Opens a file as text, the byte order mark taken off; what is no text in its encoding ends the reading. */
    public static Reader reader(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        try {
            in.mark(UTF_8_MARK.length);
            byte[] start = in.readNBytes(UTF_8_MARK.length);
            in.reset();
            in.skipNBytes(markLength(start));
            return new BufferedReader(new InputStreamReader(in, strict(charset(start))));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static java.nio.charset.CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /**
     * Refuses what nobody can mean to be a list, before memory is taken.
     *
     * @throws IOException if the file is not there
     */
    public static void checkSize(Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes > MAX_BYTES) {
            throw new ListException(
                    file.toString(),
                    "has " + bytes + " bytes, expected a list of at most " + MAX_BYTES + "; is it the right file?");
        }
    }

    static byte[] content(Path file) throws ListException {
        try {
            if (Files.isDirectory(file)) {
                throw new ListException(file.toString(), "is a folder, expected a text file");
            }
            checkSize(file);
            return Files.readAllBytes(file);
        } catch (ListException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new ListException(file.toString(), "is not there, expected a text file", e);
        } catch (IOException e) {
            throw new ListException(file.toString(), "cannot be read: " + e, e);
        }
    }

    /** Reads what another program writes; what is larger than a list is refused. */
    static byte[] content(InputStream in, String name) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] chunk = new byte[1 << 16];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            content.write(chunk, 0, count);
            if (content.size() > MAX_BYTES) {
                throw new ListException(name, "has more than " + MAX_BYTES + " bytes, expected a list of files");
            }
        }
        return content.toByteArray();
    }

    /** Splits a text at its line ends. */
    static List<Line> split(byte[] content, String name) throws ListException {
        Charset charset = charset(content);
        byte[] text = Arrays.copyOfRange(content, markLength(content), content.length);
        if (!charset.equals(StandardCharsets.UTF_8)) {
            try {
                text = strict(charset).decode(ByteBuffer.wrap(text)).toString().getBytes(StandardCharsets.UTF_8);
            } catch (CharacterCodingException e) {
                throw new ListException(name, "begins as UTF-16, but is not; save it as UTF-8", e);
            }
        }
        List<Line> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length; i++) {
            boolean end = i == text.length;
            if (end ? start < i : text[i] == '\n' || text[i] == '\r') {
                lines.add(new Line(lines.size() + 1, Arrays.copyOfRange(text, start, i)));
                i += !end && text[i] == '\r' && i + 1 < text.length && text[i + 1] == '\n' ? 1 : 0;
                start = i + 1;
            }
        }
        return lines;
    }

    /** Splits what {@code find -print0} writes. */
    static List<Line> splitAtZeros(byte[] content) {
        List<Line> names = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= content.length; i++) {
            if (i == content.length || content[i] == 0) {
                if (i > start) {
                    names.add(new Line(names.size() + 1, Arrays.copyOfRange(content, start, i)));
                }
                start = i + 1;
            }
        }
        return names;
    }

    /** Returns whether a text has zero bytes that are not half of a character. */
    static boolean hasZeros(byte[] content) {
        if (!charset(content).equals(StandardCharsets.UTF_8)) {
            return false;
        }
        for (byte b : content) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    private static Charset charset(byte[] content) {
        return startsWith(content, UTF_16_LE_MARK)
                ? StandardCharsets.UTF_16LE
                : startsWith(content, UTF_16_BE_MARK) ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
    }

    private static int markLength(byte[] content) {
        if (!charset(content).equals(StandardCharsets.UTF_8)) {
            return UTF_16_LE_MARK.length;
        }
        return startsWith(content, UTF_8_MARK) ? UTF_8_MARK.length : 0;
    }

    private static boolean startsWith(byte[] content, byte[] mark) {
        return content.length >= mark.length && Arrays.equals(content, 0, mark.length, mark, 0, mark.length);
    }
}
