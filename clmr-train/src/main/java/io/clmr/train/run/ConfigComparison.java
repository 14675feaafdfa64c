package io.clmr.train.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which keys of a configuration decide what is learnt, and which may change when a run is resumed. */
final class ConfigComparison {

    private static final Set<String> FREE_KEYS = Set.of(
            "recipe", // only sets defaults, and those are compared themselves
            "positives.pairs_file", // the pairs are part of the tracks' fingerprint, wherever they lie
            "train.max_epochs",
            "train.max_steps",
            "train.workers",
            "train.device",
            "train.log_every_steps",
            "train.checkpoint_every_steps",
            "train.keep_last",
            "supervised.max_epochs");

    /** Data are compared by the fingerprint of the tracks, wherever they lie; the probe does not touch the training. */
    private static final List<String> FREE_SECTIONS = List.of("dataset.", "store.", "probe.", "train.online_probe.");

    private ConfigComparison() {}

    /**
     * Lists what differs in keys that decide the run.
     *
     * @return one line per key: its name, the old and the new value; empty if the run may go on
     */
    static List<String> decidingChanges(Map<String, String> before, Map<String, String> now) {
        return changes(deciding(before), deciding(now));
    }

    /** Lists what differs in any key. */
    static List<String> changes(Map<String, String> before, Map<String, String> now) {
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(now.keySet());
        List<String> changes = new ArrayList<>();
        for (String key : keys) {
            String old = before.getOrDefault(key, "(not set)");
            String current = now.getOrDefault(key, "(not set)");
            if (!old.equals(current)) {
                changes.add(key + ": was " + old + ", is now " + current);
            }
        }
        return changes;
    }

    /** Returns a hash over all keys that decide the run. */
    static String fingerprint(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        deciding(values)
                .forEach((key, value) ->
                        text.append(key).append('=').append(value).append('\n'));
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }

    private static Map<String, String> deciding(Map<String, String> values) {
        Map<String, String> deciding = new TreeMap<>(values);
        deciding.remove("train.one_clip_per_song", "false"); // what a run did before there was this key
        if (deciding.remove("positives.name", "same_clip")) { // likewise
            deciding.keySet().removeIf(key -> key.startsWith("positives."));
        }
        deciding.remove("train.ema_decay", "0.0"); // likewise
        deciding.remove("train.views", "2"); // likewise
        deciding.keySet()
                .removeIf(
                        key -> FREE_KEYS.contains(key) || FREE_SECTIONS.stream().anyMatch(key::startsWith));
        return deciding;
    }
}
