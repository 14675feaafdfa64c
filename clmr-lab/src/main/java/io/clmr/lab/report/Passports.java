package io.clmr.lab.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which fields of a score's passport must agree before two scores may stand in one column. */
final class Passports {

    static final String LABEL_FRACTION = "label_fraction";
    private static final String DATASET = "dataset";

    /** Chance and machine, not protocol: seeds and versions are shown, but scores of several may be compared. */
    private static final Set<String> FREE =
            Set.of("seed", "seeds", "repeats", "versions", "bootstrap_resamples", "bootstrap_groups");

    /** Settings of heads that are trained by gradient steps; a report of another head carries them without using them. */
    private static final Set<String> OF_TRAINED_HEADS =
            Set.of("procedure", "learning_rate", "weight_decay", "batch_size", "max_epochs", "early_stop_patience");

    /** What is scored, whatever was trained and how. */
    private static final Set<String> OF_TEST = Set.of("split", "split_hash", "tags_hash", "task", "subset");

    private static final Set<String> TRAINED_HEADS = Set.of("linear", "mlp");

    private Passports() {}

    /** Returns the fields that count, the dataset among them. */
    static Map<String, String> comparable(Evaluated evaluated) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(DATASET, evaluated.dataset());
        boolean trained = TRAINED_HEADS.contains(evaluated.protocol().getOrDefault("head", ""));
        evaluated.protocol().forEach((key, value) -> {
            if (!FREE.contains(key) && (trained || !OF_TRAINED_HEADS.contains(key))) {
                fields.put(key, value);
            }
        });
        return fields;
    }

    /** Returns the fields that count, without the share of labels. */
    static Map<String, String> family(Evaluated evaluated) {
        Map<String, String> fields = comparable(evaluated);
        fields.remove(LABEL_FRACTION);
        return fields;
    }

    /** Returns the fields that say which songs and tags were scored, the dataset among them. */
    static Map<String, String> test(Evaluated evaluated) {
        Map<String, String> fields = comparable(evaluated);
        fields.keySet().removeIf(field -> !field.equals(DATASET) && !OF_TEST.contains(field));
        return fields;
    }

    /** Returns the names of the fields that not all have alike. */
    static List<String> differences(List<Map<String, String>> passports) {
        Set<String> names = new TreeSet<>();
        passports.forEach(passport -> names.addAll(passport.keySet()));
        List<String> differing = new ArrayList<>();
        for (String name : names) {
            long values = passports.stream()
                    .map(passport -> passport.getOrDefault(name, ""))
                    .distinct()
                    .count();
            if (values > 1) {
                differing.add(name);
            }
        }
        return differing;
    }
}
