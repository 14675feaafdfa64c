package io.clmr.cli.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fills a configuration record from a group of keys: one key per component, the defaults where a key is not there.
 *
 * <p>What the record's own constructor refuses is reported at the key that caused it.
 */
final class RecordBinder {

    private final String path;
    private final Node.Mapping node;
    private final Record defaults;
    private final Map<String, RecordComponent> components = new LinkedHashMap<>();
    private final Map<String, Object> given = new LinkedHashMap<>();

    private RecordBinder(String path, Node.Mapping node, Record defaults) {
        this.path = path;
        this.node = node;
        this.defaults = defaults;
        for (RecordComponent component : defaults.getClass().getRecordComponents()) {
            components.put(KeyName.ofComponent(component.getName()), component);
        }
    }

    /**
     * Binds a group of keys.
     *
     * @param path the group's full key, such as {@code train.online_probe}
     * @param node what was written
     * @param defaults values of the keys that were not written
     */
    static <R extends Record> R bind(String path, Node.Mapping node, R defaults) {
        RecordBinder binder = new RecordBinder(path, node, defaults);
        binder.readValues();
        @SuppressWarnings("unchecked") // built by the constructor of the defaults' own class
        R bound = (R) binder.build();
        return bound;
    }

    private void readValues() {
        node.entries().forEach((key, value) -> {
            RecordComponent component = components.get(key);
            if (component == null) {
                throw KnownKeys.unknown(value.position(), path, key, List.copyOf(components.keySet()));
            }
            given.put(
                    key,
                    ValueBinder.bind(
                            path + "." + key, value, component.getGenericType(), valueOf(component, defaults)));
        });
    }

    private Record build() {
        try {
            return construct(given);
        } catch (IllegalArgumentException refused) {
            throw blame(refused);
        }
    }

    private Record construct(Map<String, Object> chosen) {
        Object[] arguments = components.entrySet().stream()
                .map(entry -> chosen.getOrDefault(entry.getKey(), valueOf(entry.getValue(), defaults)))
                .toArray();
        Class<?>[] types = Arrays.stream(defaults.getClass().getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<? extends Record> constructor = defaults.getClass().getConstructor(types);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(defaults.getClass() + " cannot be filled", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(defaults.getClass() + " has no public constructor", e);
        }
    }

    static Object valueOf(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    /** Finds the key to blame: the one the message begins with, else one that is refused alone, else one it names. */
    private ConfigException blame(IllegalArgumentException refused) {
        String message = String.valueOf(refused.getMessage());
        String first = message.split("[^A-Za-z0-9_]", 2)[0];
        Optional<String> key = keyLike(first).or(this::refusedAlone);
        if (key.isEmpty()) {
            key = Arrays.stream(message.split("[^A-Za-z0-9_]+", -1))
                    .flatMap(word -> keyLike(word).stream())
                    .findFirst();
        }
        Node culprit = key.flatMap(node::get).orElse(node);
        String full = key.map(name -> path + "." + name).orElse(path);
        boolean startsWithKey = key.isPresent() && keyLike(first).equals(key);
        String text = startsWithKey ? full + message.substring(first.length()) : full + ": " + message;
        return new ConfigException(culprit.position(), text, refused);
    }

    private Optional<String> keyLike(String word) {
        String key = KeyName.ofComponent(word);
        return given.containsKey(key) ? Optional.of(key) : Optional.empty();
    }

    private Optional<String> refusedAlone() {
        for (Map.Entry<String, Object> entry : given.entrySet()) {
            try {
                construct(Map.of(entry.getKey(), entry.getValue()));
            } catch (IllegalArgumentException e) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }

    /** Returns the values of a record by key, in the record's order. */
    static Map<String, Object> values(Record record) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            values.put(KeyName.ofComponent(component.getName()), valueOf(component, record));
        }
        return values;
    }

    /** Returns every key below a group, such as {@code online_probe.enabled}. */
    static List<String> keys(Record record) {
        List<String> keys = new ArrayList<>();
        values(record).forEach((key, value) -> {
            if (value instanceof Record nested && !ValueBinder.isRange(nested.getClass())) {
                keys(nested).forEach(below -> keys.add(key + "." + below));
            } else {
                keys.add(key);
            }
        });
        return keys;
    }
}
