package io.clmr.cli.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Every key there is, to tell what an unknown one was meant to be. */
final class KnownKeys {

    private KnownKeys() {}

    /**
     * Returns the message about a key that does not exist.
     *
     * @param group the full key of the group it stands in; empty for the top
     * @param here the keys that may stand there
     */
    static ConfigException unknown(Position position, String group, String key, List<String> here) {
        String full = group.isEmpty() ? key : group + "." + key;
        List<String> sorted = new ArrayList<>(here);
        sorted.sort(Comparator.naturalOrder());
        String meant = NearestName.of(key, here)
                .map(name -> group.isEmpty() ? name : group + "." + name)
                .or(() -> elsewhere(full))
                .map(name -> "; did you mean " + name + "?")
                .orElse(";");
        String place = group.isEmpty() ? "at the top" : "in " + group;
        return new ConfigException(
                position, full + " is not a key" + meant + " Keys " + place + ": " + String.join(", ", sorted));
    }

    /** Returns the full key of another group that ends in the same word, or else in nearly the same. */
    private static Optional<String> elsewhere(String unknown) {
        List<String> others = ConfigSections.allKeys().stream()
                .filter(known -> !known.equals(unknown)) // a loss may have it, this one not
                .toList();
        String last = last(unknown);
        Optional<String> word = others.stream().map(KnownKeys::last).anyMatch(last::equals)
                ? Optional.of(last)
                : NearestName.of(last, others.stream().map(KnownKeys::last).toList());
        return word.flatMap(meant ->
                others.stream().filter(known -> last(known).equals(meant)).findFirst());
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }
}
