package io.clmr.cli.config;

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
import java.util.stream.Collectors;

/** Reads one YAML document into {@link Node}s; what YAML allows beyond keys, lists and values is refused. */
final class YamlReader {

    private static final long MAX_BYTES = 1 << 20;

    private final String source;
    private final int line;

    private YamlReader(String source, int line) {
        this.source = source;
        this.line = line;
    }

    static Node.Mapping readFile(Path file) {
        String name = file.toString();
        Node root = new YamlReader(name, 1).read(text(file));
        if (root instanceof Node.Mapping mapping) {
            return mapping;
        }
        throw new ConfigException(new Position(name, 1), "is " + root.found() + ", expected keys such as 'dataset:'");
    }

    /** Reads the value of an override such as {@code [1, 2]}. */
    static Node readValue(String option, String text) {
        return new YamlReader(option, 0).read(text);
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
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new ConfigException(file + " is not there, expected a YAML file");
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + " is not text in UTF-8, expected a YAML file");
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read: " + e);
        }
    }

    private Node read(String text) {
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
            if (parser.nextToken() == null) {
                if (line == 0) {
                    return new Node.Scalar(new Position(source, 0), "");
                }
                throw new ConfigException(
                        source + " has no keys, expected some; 'clmr config --print' shows every key with its default");
            }
            Node root = value(parser, "", here(parser));
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
        if (parser.isCurrentAlias()) {
            throw new ConfigException(here(parser), "an alias (*name) stands here, expected the value itself");
        }
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
        return new Node.Scalar(position, token == JsonToken.VALUE_NULL ? "" : parser.getText());
    }

    private Node.Mapping mapping(YAMLParser parser, String path, Position position) throws IOException {
        Map<String, Node> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String full = path.isEmpty() ? key : path + "." + key;
            Position at = here(parser);
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
