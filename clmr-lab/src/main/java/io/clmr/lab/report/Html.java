package io.clmr.lab.report;

/** Builds HTML; text can only come in escaped. */
final class Html {

    private final StringBuilder out = new StringBuilder();

    /** Adds markup of our own. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Adds text from anywhere; safe between tags and within quoted attributes. */
    Html text(String text) {
        out.append(escape(text));
        return this;
    }

    /** Adds an element around text from anywhere. */
    Html element(String openingTag, String text) {
        String name = openingTag.split(" ", 2)[0];
        return raw("<" + openingTag + ">").text(text).raw("</" + name + ">");
    }

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int n = 0; n < text.length(); n++) {
            char c = text.charAt(n);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c < ' ' && c != '\n' && c != '\t' ? ' ' : c);
            }
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
