package io.clmr.data.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A text file of lines in UTF-8, with or without a byte order mark. */
final class TextFile {
    /** Lists of a million clips are smaller; whatever is larger is no list. */
    static final long MAX_BYTES = 256L << 20;

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private TextFile() {}

    /** Returns all lines without the white space around them; line n is element n - 1. */
    static List<String> lines(Path file) throws DatasetException {
        try {
            checkSize(file);
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            if (!lines.isEmpty() && lines.get(0).startsWith(BYTE_ORDER_MARK)) {
                lines.set(0, lines.get(0).substring(1));
            }
            lines.replaceAll(String::strip);
            return lines;
        } catch (NoSuchFileException e) {
            throw new DatasetException(file, "is not there, but the dataset needs it", e);
        } catch (CharacterCodingException e) {
            throw new DatasetException(file, firstLineOfOtherText(file), "is not UTF-8; save the file as UTF-8", e);
        } catch (DatasetException e) {
            throw e;
        } catch (IOException e) {
            throw new DatasetException(file, "cannot be read: " + e, e);
        }
    }

    private static long firstLineOfOtherText(Path file) throws DatasetException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
            CharBuffer text = CharBuffer.allocate(1 << 16);
            while (decoder.decode(bytes, text, true).isOverflow()) {
                text.clear();
            }
            long line = 1;
            for (int i = 0; i < bytes.position(); i++) {
                line += bytes.get(i) == '\n' ? 1 : 0;
            }
            return line;
        } catch (IOException e) {
            throw new DatasetException(file, "cannot be read: " + e, e);
        }
    }

    /** Refuses what nobody can mean to be a list, before memory is taken. */
    static void checkSize(Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes > MAX_BYTES) {
            throw new DatasetException(
                    file,
                    "has " + bytes + " bytes, expected a list of at most " + MAX_BYTES + "; is it the right file?");
        }
    }
}
