package io.clmr.cli.config;

import io.clmr.augment.Recipe;
import io.clmr.augment.TransformProvider;
import io.clmr.augment.TransformRegistry;
import io.clmr.core.loss.LossRegistry;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Knows which keys hold a path or a name, whose values on the command line are no YAML. */
final class TextKeys {

    private TextKeys() {}

    /** Returns what was typed for a key as YAML that gives the value meant by it. */
    static String yaml(String key, String typed) {
        Optional<Type> type = typeOf(key);
        if (type.isEmpty()) {
            return typed; // not a key, which is found out later
        }
        if (isText(type.get())) {
            return YamlText.of(typed);
        }
        return isListOfTexts(type.get()) ? list(typed) : typed;
    }

    private static boolean isText(Type type) {
        return type == String.class
                || type == Path.class
                || (type instanceof ParameterizedType generic
                        && generic.getRawType() == Optional.class
                        && isText(generic.getActualTypeArguments()[0]));
    }

    private static boolean isListOfTexts(Type type) {
        return type instanceof ParameterizedType generic
                && generic.getRawType() == List.class
                && isText(generic.getActualTypeArguments()[0]);
    }

    /** A list is taken as YAML where it is some, as {@code [*.tmp, Karaoke]} is not; one name is a list, too. */
    private static String list(String typed) {
        String text = typed.strip();
        if (!text.startsWith("[") || !text.endsWith("]")) {
            return "[" + YamlText.quoted(typed) + "]";
        }
        try {
            YamlReader.readValue("", text);
            return text;
        } catch (ConfigException e) {
            return Arrays.stream(text.substring(1, text.length() - 1).split(",", -1))
                    .map(item -> YamlText.quoted(item.strip()))
                    .collect(Collectors.joining(", ", "[", "]"));
        }
    }

    private static Optional<Type> typeOf(String key) {
        String known = key.startsWith(SweepFile.TRAINING) ? key.substring(SweepFile.TRAINING.length()) : key;
        String[] parts = known.split("\\.", -1);
        String[] below = Arrays.copyOfRange(parts, 1, parts.length);
        if (parts[0].equals(ConfigSections.AUGMENT)) {
            return below.length < 2
                    ? Optional.empty()
                    : transform(below[0]).flatMap(record -> typeIn(record, Arrays.copyOfRange(below, 1, below.length)));
        }
        if (known.equals(ConfigSections.RECIPE) || known.equals(ConfigSections.LOSS + "." + ConfigSections.LOSS_NAME)) {
            return Optional.of(String.class);
        }
        return records(parts[0])
                .flatMap(record -> typeIn(record, below).stream())
                .findFirst();
    }

    private static Optional<Record> transform(String name) {
        return TransformRegistry.load().providers().stream()
                .filter(provider -> provider.name().equals(name))
                .map(TransformProvider::defaults)
                .map(ConfigSections::transformRecord)
                .findFirst();
    }

    /** Returns the records that a group may be: several for the loss, one or none for others. */
    private static Stream<Record> records(String group) {
        if (group.equals(ConfigSections.LOSS)) {
            LossRegistry losses = LossRegistry.load();
            return losses.names().stream()
                    .map(name -> ConfigSections.lossRecord(losses.find(name).defaults()));
        }
        return Optional.ofNullable(
                ConfigSections.records(ConfigSections.defaults(Recipe.CLMR_V2)).get(group))
                .stream();
    }

    private static Optional<Type> typeIn(Record record, String... path) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            if (path.length > 0 && KeyName.ofComponent(component.getName()).equals(path[0])) {
                if (path.length == 1) {
                    return Optional.of(component.getGenericType());
                }
                return RecordBinder.valueOf(component, record) instanceof Record nested
                        ? typeIn(nested, Arrays.copyOfRange(path, 1, path.length))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
