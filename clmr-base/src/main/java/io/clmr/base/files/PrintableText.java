package io.clmr.base.files;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Text from outside (names in a file, lines of a list, messages of other libraries) as a message may hold it: nothing in
 * it moves the cursor, hides or turns round what stands beside it, and none of it is longer than a reader wants.
 */
public final class PrintableText {

    /** Characters of a name that a message shows. */
    public static final int NAME_LENGTH = 80;

    private static final String CUT = "…";

    private PrintableText() {}

    /** Returns a stranger's name, cut to {@value #NAME_LENGTH} characters, with everything escaped that is not printed. */
    public static String name(String name) {
        return of(name, NAME_LENGTH);
    }

    /** Returns a path with everything escaped that is not printed; paths that differ look different. */
    public static String of(Path path) {
        return of(PathText.of(path));
    }

    /**
     * Returns text with everything escaped that is not printed, as {@code \}{@code u001b}.
     *
     * @param maxLength characters of the text that are shown; a longer text ends with an ellipsis
     */
    public static String of(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return of(text);
        }
        boolean splitsPair = maxLength > 0 && Character.isHighSurrogate(text.charAt(maxLength - 1));
        return of(text.substring(0, splitsPair ? maxLength - 1 : maxLength)) + CUT;
    }

    /** As the other, but whole. */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isPrinted(c)) {
                shown.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    shown.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            }
        });
        return shown.toString();
    }

    /** The joiners (U+200C, U+200D) are no controls: words of some scripts and many pictograms need them. */
    private static boolean isPrinted(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.FORMAT -> c == 0x200c || c == 0x200d || c == 0x00ad;
            default -> true;
        };
    }
}
