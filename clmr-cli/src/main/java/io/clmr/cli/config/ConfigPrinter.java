package io.clmr.cli.config;

import io.clmr.augment.TransformConfig;
import io.clmr.core.model.ModelConfig;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a configuration as YAML that binds to the same values again. */
public final class ConfigPrinter {

    private static final int COMMENT_COLUMN = 44;

    private final ClmrConfig config;
    private final KeyComments comments = KeyComments.load();
    private final StringBuilder yaml = new StringBuilder();

    private ConfigPrinter(ClmrConfig config) {
        this.config = config;
    }

    /** Returns the whole configuration as YAML, each key with a comment that says what it means. */
    public static String yaml(ClmrConfig config) {
        return new ConfigPrinter(config).print();
    }

    /** Returns every value as text by its full key; the chain of transforms is one value. */
    public static Map<String, String> flat(ClmrConfig config) {
        Map<String, String> flat = new LinkedHashMap<>();
        flat.put(ConfigSections.RECIPE, ConfigLoader.recipeName(config.recipe()));
        ConfigSections.records(config).forEach((group, record) -> flatten(group, record, flat));
        flat.put(
                ConfigSections.LOSS + "." + ConfigSections.LOSS_NAME,
                ConfigSections.lossName(config.pretrain().loss()));
        flat.put(ConfigSections.AUGMENT, chain(config.pretrain().augment()));
        flat.put(ConfigSections.AUGMENT_VIEWS, text(config.pretrain().augmentViews()));
        return flat;
    }

    /** Returns the values of a network by their full keys, such as {@code model.width}. */
    public static Map<String, String> model(ModelConfig model) {
        Map<String, String> flat = new LinkedHashMap<>();
        flatten(ConfigSections.MODEL, model, flat);
        return flat;
    }

    private static void flatten(String path, Record record, Map<String, String> flat) {
        RecordBinder.values(record).forEach((key, value) -> {
            if (value instanceof Record nested && !ValueBinder.isRange(nested.getClass())) {
                flatten(path + "." + key, nested, flat);
            } else {
                flat.put(path + "." + key, text(value));
            }
        });
    }

    private static String chain(List<TransformConfig> chain) {
        return chain.stream()
                .map(transform -> transform.name() + ": "
                        + RecordBinder.values(ConfigSections.transformRecord(transform)).entrySet().stream()
                                .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
                                .toList())
                .toList()
                .toString();
    }

    private String print() {
        Map<String, Record> records = ConfigSections.records(config);
        for (String section : ConfigSections.ALL) {
            Record record = records.get(section);
            if (record != null) {
                line(0, section + ":", section);
                if (section.equals(ConfigSections.LOSS)) {
                    String name = ConfigSections.lossName(config.pretrain().loss());
                    line(1, ConfigSections.LOSS_NAME + ": " + name, section + "." + ConfigSections.LOSS_NAME);
                }
                group(1, section, record);
            } else if (section.equals(ConfigSections.AUGMENT)) {
                augment();
            } else if (section.equals(ConfigSections.RECIPE)) {
                line(0, "recipe: " + ConfigLoader.recipeName(config.recipe()), section);
            } else {
                line(0, "augment_views: " + text(config.pretrain().augmentViews()), section);
            }
        }
        return yaml.toString();
    }

    private void augment() {
        List<TransformConfig> chain = config.pretrain().augment();
        line(0, chain.isEmpty() ? "augment: []" : "augment:", ConfigSections.AUGMENT);
        for (TransformConfig transform : chain) {
            String path = ConfigSections.AUGMENT + "." + transform.name();
            line(1, "- " + transform.name() + ":", path);
            group(3, path, ConfigSections.transformRecord(transform));
        }
    }

    private void group(int depth, String path, Record record) {
        RecordBinder.values(record).forEach((key, value) -> {
            String full = path + "." + key;
            if (value instanceof Record nested && !ValueBinder.isRange(nested.getClass())) {
                line(depth, key + ":", full);
                group(depth + 1, full, nested);
            } else if (full.equals("dataset.root") && !config.datasetRootGiven()) {
                line(depth, "# root:", full);
            } else {
                line(depth, key + ": " + text(value), full);
            }
        });
    }

    private void line(int depth, String content, String key) {
        int start = yaml.length();
        yaml.append("  ".repeat(depth)).append(content);
        Optional<String> comment = comments.of(key);
        if (comment.isPresent()) {
            yaml.append(" ".repeat(Math.max(1, COMMENT_COLUMN - (yaml.length() - start))));
            yaml.append("# ").append(comment.get());
        }
        yaml.append('\n');
    }

    /** Returns a value as it may stand in YAML. */
    static String text(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(ConfigPrinter::text).orElse(ValueBinder.NONE);
        }
        if (value instanceof Enum<?> constant) {
            return KeyName.ofConstant(constant);
        }
        if (value instanceof Double number) {
            return number(number);
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ConfigPrinter::text).toList().toString();
        }
        if (value instanceof Record range) {
            return text(List.copyOf(RecordBinder.values(range).values()));
        }
        return YamlText.of(value.toString());
    }

    private static String number(double number) {
        boolean readable = number == 0 || (Math.abs(number) >= 1e-9 && Math.abs(number) < 1e12);
        if (!readable) {
            return Double.toString(number);
        }
        BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        return exact.setScale(Math.max(1, exact.scale())).toPlainString();
    }
}
