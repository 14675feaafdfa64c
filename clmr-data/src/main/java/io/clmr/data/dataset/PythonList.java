package io.clmr.data.dataset;

import java.util.ArrayList;
import java.util.List;

/** Reads what Python prints for a flat list, {@code [0, 1.0, 'two', "three"]}; nothing is ever evaluated. */
final class PythonList {
    /** An item that is no text in quotes may have these characters. */
    private static final String BARE = "0123456789+-.eE";

    private static final int SHOWN = 40;

    private final String text;
    private int at;

    private PythonList(String text) {
        this.text = text;
    }

    /** Says what is wrong with a text, for the caller to say where. */
    static final class NotAList extends Exception {
        private static final long serialVersionUID = 1;

        NotAList(String found) {
            super(found);
        }
    }

    /** Returns the items, those in quotes without them. */
    static List<String> parse(String text) throws NotAList {
        return new PythonList(text.strip()).items();
    }

    /** Returns a text as messages show it. */
    static String shown(String text) {
        return '"' + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + '"';
    }

    private List<String> items() throws NotAList {
        if (text.length() < 2 || text.charAt(0) != '[' || text.charAt(text.length() - 1) != ']') {
            throw new NotAList("is " + shown(text) + ", expected a list in brackets such as [0, 1, 0]");
        }
        List<String> items = new ArrayList<>();
        int end = text.length() - 1;
        at = 1;
        skipSpace();
        while (at < end) {
            items.add(item(end));
            skipSpace();
            if (at < end && text.charAt(at++) != ',') {
                throw unexpected(items.size() - 1, at - 1);
            }
            skipSpace();
        }
        return items;
    }

    private String item(int end) throws NotAList {
        char first = text.charAt(at);
        if (first == '\'' || first == '"') {
            return quoted(first, end);
        }
        int from = at;
        while (at < end && BARE.indexOf(text.charAt(at)) >= 0 && !Character.isLetter(first)) {
            at++;
        }
        if (at == from) {
            throw unexpected(-1, at);
        }
        return text.substring(from, at);
    }

    private String quoted(char quote, int end) throws NotAList {
        StringBuilder item = new StringBuilder();
        int from = at++;
        while (at < end && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < end) {
                at++; // a tag's name has no line feeds; an escaped quote or backslash stands for itself
            }
            item.append(text.charAt(at++));
        }
        if (at >= end) {
            throw new NotAList("has a quote without an end at " + shown(text.substring(from)));
        }
        at++;
        return item.toString();
    }

    private NotAList unexpected(int item, int from) {
        return new NotAList("has " + shown(text.substring(from)) + (item < 0 ? "" : " after item " + item)
                + ", expected numbers or quoted texts with commas between them");
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
