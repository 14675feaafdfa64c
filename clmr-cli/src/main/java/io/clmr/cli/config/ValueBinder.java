package io.clmr.cli.config;

import io.clmr.base.files.UserPath;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns one piece of YAML into the value of a record's component; nothing is converted that was not meant so. */
final class ValueBinder {

    /** What an optional value is written as when it is absent. */
    static final String NONE = "none";

    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9]\\d{0,18})");
    private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0\\d+");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?");

    private final String key;

    private ValueBinder(String key) {
        this.key = key;
    }

    /**
     * Binds a value.
     *
     * @param key its full key, for messages
     * @param fallback the default, from which a nested record takes what was not written
     */
    static Object bind(String key, Node node, Type type, Object fallback) {
        return new ValueBinder(key).bind(node, type, fallback);
    }

    private Object bind(Node node, Type type, Object fallback) {
        if (type instanceof ParameterizedType generic) {
            Type argument = generic.getActualTypeArguments()[0];
            return generic.getRawType() == Optional.class
                    ? optional(node, argument, fallback)
                    : list(node, argument, fallback);
        }
        Class<?> wanted = (Class<?>) type;
        if (isRange(wanted)) {
            return range(node, wanted);
        }
        if (fallback instanceof Record nested && wanted.isRecord()) {
            if (node instanceof Node.Mapping mapping) {
                return RecordBinder.bind(key, mapping, nested);
            }
            throw wrong(node, "a group of keys");
        }
        return scalar(node, wanted);
    }

    private Object optional(Node node, Type argument, Object fallback) {
        if (node instanceof Node.Scalar scalar && scalar.text().equals(NONE)) {
            return Optional.empty();
        }
        return Optional.of(bind(
                node, argument, ((Optional<?>) fallback).map(Object.class::cast).orElse(NONE)));
    }

    private Object list(Node node, Type element, Object fallback) {
        if (node instanceof Node.Sequence sequence) {
            List<Object> items = new ArrayList<>();
            for (Node item : sequence.items()) {
                items.add(element == String.class ? textOf(item) : bind(item, element, fallback));
            }
            return items;
        }
        throw wrong(node, "a list such as [1, 2]");
    }

    /** In a list of texts a range such as {@code [0.1, 0.5]} is a text too, brackets included. */
    private Object textOf(Node node) {
        if (!(node instanceof Node.Sequence range)) {
            return scalar(node, String.class);
        }
        List<String> ends = new ArrayList<>();
        for (Node end : range.items()) {
            ends.add(String.valueOf(scalar(end, String.class)));
        }
        return ends.toString();
    }

    /** A range is any record of a smallest and a largest value; it is written as a list of two. */
    static boolean isRange(Class<?> type) {
        return type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList()
                        .equals(List.of("min", "max"));
    }

    private Object range(Node node, Class<?> type) {
        if (!(node instanceof Node.Sequence sequence) || sequence.items().size() != 2) {
            throw wrong(node, "a range such as [1, 2], both ends included");
        }
        Class<?> number = type.getRecordComponents()[0].getType();
        try {
            Constructor<?> constructor = type.getConstructor(number, number);
            return constructor.newInstance(
                    scalar(sequence.items().get(0), number),
                    scalar(sequence.items().get(1), number));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw new ConfigException(node.position(), key + ": " + refused.getMessage(), refused);
            }
            throw new IllegalStateException(type + " cannot be filled", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no public constructor", e);
        }
    }

    private Object scalar(Node node, Class<?> wanted) {
        if (!(node instanceof Node.Scalar scalar) || scalar.text().isEmpty()) {
            throw wrong(node, expected(wanted));
        }
        String text = scalar.text();
        if (wanted == String.class || wanted == Path.class) {
            refuseCut(scalar);
            return wanted == Path.class ? path(scalar) : text;
        }
        if (wanted.isEnum()) {
            return constant(scalar, wanted);
        }
        if (wanted == boolean.class || wanted == Boolean.class) {
            if (text.equals("true") || text.equals("false")) {
                return text.equals("true");
            }
        } else if (wanted == double.class || wanted == Double.class) {
            if (NUMBER.matcher(text).matches()) {
                return Double.parseDouble(text);
            }
        } else if (WHOLE.matcher(text).matches()) {
            return whole(scalar, wanted);
        } else if (LEADING_ZERO.matcher(text).matches()) {
            throw wrong(node, expected(wanted) + " without leading zeros, which mean base 8 to many readers of YAML");
        }
        throw wrong(node, expected(wanted));
    }

    /** A name may well go on with {@code  #1}, which YAML takes for the beginning of a comment. */
    private void refuseCut(Node.Scalar scalar) {
        if (scalar.behind().isPresent()) {
            String whole = scalar.text() + " " + scalar.behind().get();
            throw new ConfigException(
                    scalar.position(),
                    key + " is " + scalar.found() + " with " + scalar.behind().get()
                            + " behind it, which YAML takes for a comment; write " + YamlText.quoted(whole)
                            + " if it belongs to the value, or a blank after # if it is a comment");
        }
    }

    private Object whole(Node.Scalar scalar, Class<?> wanted) {
        try {
            if (wanted == int.class || wanted == Integer.class) {
                return Integer.parseInt(scalar.text());
            }
            if (wanted == long.class || wanted == Long.class) {
                return Long.parseLong(scalar.text());
            }
        } catch (NumberFormatException e) {
            throw wrong(scalar, expected(wanted) + " that is not so far from 0");
        }
        throw new IllegalStateException(key + " has type " + wanted + ", which nobody taught this class");
    }

    private Path path(Node.Scalar scalar) {
        try {
            return UserPath.of(scalar.text());
        } catch (InvalidPathException e) {
            throw wrong(scalar, "a path; " + e.getReason());
        }
    }

    private Object constant(Node.Scalar scalar, Class<?> wanted) {
        for (Object constant : wanted.getEnumConstants()) {
            if (KeyName.ofConstant((Enum<?>) constant).equals(scalar.text())) {
                return constant;
            }
        }
        List<String> names = KeyName.ofConstants(wanted);
        String near = NearestName.of(scalar.text().toLowerCase(Locale.ROOT), names)
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
        throw wrong(scalar, KeyName.either(names) + near);
    }

    private static String expected(Class<?> wanted) {
        if (wanted.isEnum()) {
            return KeyName.either(KeyName.ofConstants(wanted));
        }
        return switch (wanted.getSimpleName()) {
            case "int", "Integer", "long", "Long" -> "a whole number";
            case "double", "Double" -> "a number";
            case "boolean", "Boolean" -> "true or false";
            case "Path" -> "a path";
            default -> "a value";
        };
    }

    private ConfigException wrong(Node node, String expected) {
        return new ConfigException(node.position(), key + " is " + node.found() + ", expected " + expected);
    }
}
