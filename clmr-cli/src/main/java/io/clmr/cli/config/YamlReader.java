package io.clmr.cli.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads one YAML document into {@link Node}s. Refuses what YAML allows beyond keys, lists and values in one line, so that
 * a value is never another one than stands there.
 */
final class YamlReader {

    private static final long MAX_BYTES = 1 << 20;

    private static final String BYTE_ORDER_MARK = "\ufeff";

    /** What begins like a comment, but hardly is one: people put a blank after the #. */
    private static final Pattern CUT = Pattern.compile("[ \t]+(#[^\\s#].*)");
    /** What may be a key, with mistakes. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,79}");

    private final String source;
    private final int line;
    private final String text;
    private final int[] places; // of each code point in the text, which YAML counts by

    private YamlReader(String source, int line, String text) {
        this.source = source;
        this.line = line;
        this.text = text;
        places = new int[text.codePointCount(0, text.length()) + 1];
        for (int i = 1; i < places.length; i++) {
            places[i] = text.offsetByCodePoints(places[i - 1], 1);
        }
    }

    static Node.Mapping readFile(Path file) {
        String name = file.toString();
        Node root = new YamlReader(name, 1, text(file)).read();
        if (root instanceof Node.Mapping mapping) {
            return mapping;
        }
        String found = root instanceof Node.Sequence ? root.found() : "text"; // whose, nobody knows: it is not shown
        throw new ConfigException(new Position(name, 1), "is " + found + ", expected keys such as 'dataset:'");
    }

    /** Reads the value of an override such as {@code [1, 2]}. */
    static Node readValue(String option, String text) {
        return new YamlReader(option, 0, text).read();
    }

    private static String text(Path file) {
        if (Files.isDirectory(file)) {
            throw new ConfigException(file + " is a folder, expected a YAML file");
        }
        try {
            long bytes = Files.size(file);
            if (bytes == 0) {
                throw new ConfigException(
                        file + " is empty, expected YAML; 'clmr config --print' shows every key with its default");
            }
            if (bytes > MAX_BYTES) {
                throw new ConfigException(
                        file + " has " + bytes + " bytes, expected a YAML file of at most " + MAX_BYTES);
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (java.nio.file.NoSuchFileException e) {
            throw new ConfigException(file + " is not there, expected a YAML file");
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + " is not text in UTF-8, expected a YAML file");
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read: " + e);
        }
    }

    private Node read() {
        YAMLFactory yaml = new YAMLFactory();
        try (YAMLParser whole = yaml.createParser(text);
                YAMLParser parser = yaml.createParser(text)) {
            while (whole.nextToken() != null) { // what is no YAML at all is said first
                if (whole.isCurrentAlias()) {
                    throw new ConfigException(here(whole), "an alias (*name) stands here, expected the value itself");
                }
            }
            if (parser.nextToken() == null) {
                if (line == 0) {
                    return new Node.Scalar(new Position(source, 0), "");
                }
                throw new ConfigException(
                        source + " has no keys, expected some; 'clmr config --print' shows every key with its default");
            }
            Node root = value(parser, "", here(parser));
            if (line == 0 && !text.substring(place(parser.currentLocation())).isBlank()) {
                throw new ConfigException(
                        here(parser), "the value ends before the #, which begins a comment; expected the value alone");
            }
            if (parser.nextToken() != null) {
                throw new ConfigException(here(parser), "a second document starts here, expected one");
            }
            return root;
        } catch (JsonProcessingException e) {
            int at = e.getLocation() == null ? line : e.getLocation().getLineNr();
            throw new ConfigException(
                    new Position(source, line == 0 ? 0 : at), "is not valid YAML: " + problem(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new IllegalStateException("reading from a string failed", e);
        }
    }

    /** The parser's message without its excerpts of the file, which are indented. */
    private static String problem(String message) {
        return message.lines()
                .filter(part -> !part.isBlank() && !part.startsWith(" "))
                .collect(Collectors.joining(", "));
    }

    private Node value(YAMLParser parser, String path, Position position) throws IOException {
        JsonToken token = parser.currentToken();
        refuseSign(parser, '&', "an anchor");
        refuseSign(parser, '!', "a tag");
        if (token == JsonToken.START_OBJECT) {
            return mapping(parser, path, position);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Node> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(parser, path + "[" + items.size() + "]", here(parser)));
            }
            return new Node.Sequence(position, items);
        }
        return scalar(parser, path, position, token == JsonToken.VALUE_NULL ? "" : parser.getText());
    }

    /** What YAML sets apart by a sign before the value would be lost. */
    private void refuseSign(YAMLParser parser, char sign, String what) {
        int start = place(parser.currentTokenLocation());
        if (start < text.length() && text.charAt(start) == sign) {
            throw new ConfigException(
                    here(parser),
                    what + " (" + sign + "name) stands before the value, expected the value alone; write it in quotes"
                            + " if it begins with " + sign);
        }
    }

    /** Takes a value in one line, plain or in quotes. */
    private Node.Scalar scalar(YAMLParser parser, String path, Position position, String value) {
        String written = between(parser.currentTokenLocation(), parser.currentLocation());
        if (written.indexOf('\n') >= 0 || written.indexOf('\r') >= 0) {
            throw new ConfigException(
                    position,
                    path + " goes on over several lines, expected its value in one line; YAML would join them");
        }
        boolean quoted = written.startsWith("\"") || written.startsWith("'");
        if (quoted || value.isEmpty()) {
            return new Node.Scalar(position, value);
        }
        Matcher cut = CUT.matcher(restOfLine(parser.currentLocation()));
        return new Node.Scalar(
                position, value, cut.matches() ? Optional.of(cut.group(1).strip()) : Optional.empty());
    }

    private String between(JsonLocation start, JsonLocation end) {
        return text.substring(place(start), Math.max(place(start), place(end)));
    }

    private String restOfLine(JsonLocation end) {
        return text.substring(place(end)).lines().findFirst().orElse("");
    }

    private int place(JsonLocation location) {
        return places[(int) Math.max(0, Math.min(places.length - 1, location.getCharOffset()))];
    }

    private Node.Mapping mapping(YAMLParser parser, String path, Position position) throws IOException {
        Map<String, Node> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String full = path.isEmpty() ? key : path + "." + key;
            Position at = here(parser);
            if (line > 0 && !KEY.matcher(key).matches()) { // of no configuration, and perhaps a secret
                throw new ConfigException(at, "holds something that is no key, expected keys such as 'dataset:'");
            }
            Node before = entries.get(key);
            if (before != null) {
                throw new ConfigException(
                        at, full + " is there twice, first at " + before.position() + "; keep one of them");
            }
            parser.nextToken();
            entries.put(key, value(parser, full, at));
        }
        return new Node.Mapping(position, entries);
    }

    private Position here(JsonParser parser) {
        return new Position(
                source, line == 0 ? 0 : parser.currentTokenLocation().getLineNr());
    }
}
