package io.clmr.cli.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Writes a text such that YAML gives the same text back, character by character. */
final class YamlText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./@+=-]*");
    private static final Pattern KEYWORD = Pattern.compile("(?i)null|true|false|yes|no|on|off|y|n|none");

    private YamlText() {}

    /** Returns the text itself where YAML reads it as it stands, else the text in double quotes. */
    static String of(String text) {
        return PLAIN.matcher(text).matches() && !KEYWORD.matcher(text).matches() ? text : quoted(text);
    }

    /** Returns the text in double quotes. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (pair) {
                quoted.append(c).append(text.charAt(++i));
            } else if (c < ' ' || c == 0x7f) {
                quoted.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
            } else if (isKept(c)) {
                quoted.append(c);
            } else {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return quoted.append('"').toString();
    }

    /** Whether YAML takes a character as it is: none that ends a line, marks a file's beginning, or is half of another. */
    private static boolean isKept(char c) {
        boolean control = c >= 0x80 && c < 0xa0;
        boolean lineEnd = c == 0x2028 || c == 0x2029;
        return !control && !lineEnd && !Character.isSurrogate(c) && c != 0xfeff && c < 0xfffe;
    }
}
