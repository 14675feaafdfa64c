package io.clmr.cli.console;

import io.clmr.base.files.PrintableText;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Escapes what a terminal would obey, in whatever is printed: names of files, tensors and keys are a stranger's.
 *
 * <p>Ends of lines and tabs pass. The escapes are those of JSON, so that JSON stays what it is. Expects UTF-8 and never half a
 * character in a call, as writers of Java hand it on.
 */
final class PlainTextStream extends FilterOutputStream {

    PlainTextStream(OutputStream target) {
        super(target);
    }

    /** Returns text whose ends of lines and tabs stay, with everything else escaped that is not printed. */
    static String plain(String text) {
        return Stream.of(text.split("(?=[\n\t])|(?<=[\n\t])"))
                .map(part -> part.equals("\n") || part.equals("\t") ? part : PrintableText.of(part))
                .collect(Collectors.joining());
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (isPlainAscii(bytes, offset, length)) {
            out.write(bytes, offset, length);
        } else {
            out.write(plain(new String(bytes, offset, length, StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    private static boolean isPlainAscii(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            byte one = bytes[i]; // bytes of other characters are below zero
            boolean printed = one >= ' ' && one != 0x7f;
            if (!printed && one != '\n' && one != '\t') {
                return false;
            }
        }
        return true;
    }
}
