package io.clmr.cli.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How Java's names are written in YAML. */
final class KeyName {

    private KeyName() {}

    /** Returns {@code sample_rate_hz} for {@code sampleRateHz}. */
    static String ofComponent(String camelCase) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < camelCase.length(); i++) {
            char c = camelCase.charAt(i);
            if (Character.isUpperCase(c)) {
                key.append('_');
            }
            key.append(Character.toLowerCase(c));
        }
        return key.toString();
    }

    /** Returns {@code random_one} for {@code RANDOM_ONE}. */
    static String ofConstant(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static List<String> ofConstants(Class<?> enumType) {
        return Arrays.stream(enumType.getEnumConstants())
                .map(constant -> ofConstant((Enum<?>) constant))
                .toList();
    }

    /** Returns {@code a, b or c}. */
    static String either(List<String> names) {
        int last = names.size() - 1;
        return last < 1 ? String.join("", names) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }
}
