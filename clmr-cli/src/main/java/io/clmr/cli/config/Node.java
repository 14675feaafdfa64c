package io.clmr.cli.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A piece of YAML that still knows where it stood. */
sealed interface Node {

    /** Returns the line of the key this value belongs to. */
    Position position();

    /** Returns what a message says was found. */
    String found();

    /**
     * A single value.
     *
     * @param text as written, without quotes; empty for no value at all
     * @param behind what follows on the same line without quotes and may be meant to belong to it, such as {@code #1}
     */
    record Scalar(Position position, String text, Optional<String> behind) implements Node {
        Scalar(Position position, String text) {
            this(position, text, Optional.empty());
        }

        @Override
        public String found() {
            return text.isEmpty() ? "empty" : "'" + text + "'";
        }
    }

    /** A list. */
    record Sequence(Position position, List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String found() {
            return "a list of " + items.size();
        }
    }

    /** Keys and values in the order of the file. */
    record Mapping(Position position, Map<String, Node> entries) implements Node {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String found() {
            return "a group of keys";
        }

        Optional<Node> get(String key) {
            return Optional.ofNullable(entries.get(key));
        }

        /** Returns the same with one more value, or with that value in place of the one there. */
        Mapping with(String key, Node value) {
            Map<String, Node> changed = new LinkedHashMap<>(entries);
            changed.put(key, value);
            return new Mapping(position, changed);
        }

        Mapping without(String key) {
            Map<String, Node> changed = new LinkedHashMap<>(entries);
            changed.remove(key);
            return new Mapping(position, changed);
        }
    }
}
