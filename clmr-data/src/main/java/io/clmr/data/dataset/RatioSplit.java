package io.clmr.data.dataset;

import io.clmr.data.dataset.DatasetConfig.GroupBy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Draws splits of whole groups whose sizes come as near to the ratios as the groups allow.
 *
 * <p>The groups are taken in the order of a hash of seed and name, and each goes where most clips are missing. So the
 * result depends on keys, ratios and seed only, not on the order in which a disk lists its files.
 */
final class RatioSplit {
    private static final List<Split> SPLITS = List.of(Split.TRAIN, Split.VALID, Split.TEST);

    private RatioSplit() {}

    /** Draws within each class of clips, so that every split has all classes; classes are told by their clips' keys. */
    static Map<String, Split> drawWithin(
            Collection<String> keys,
            Function<String, String> classOf,
            List<Double> ratios,
            GroupBy groupBy,
            long seed) {
        Map<String, List<String>> classes = new TreeMap<>();
        for (String key : keys) {
            classes.computeIfAbsent(classOf.apply(key), name -> new ArrayList<>())
                    .add(key);
        }
        Map<String, Split> splits = new HashMap<>();
        classes.values().forEach(members -> splits.putAll(draw(members, ratios, groupBy, seed)));
        return splits;
    }

    static Map<String, Split> draw(Collection<String> keys, List<Double> ratios, GroupBy groupBy, long seed) {
        Map<String, List<String>> groups = new TreeMap<>();
        for (String key : keys) {
            groups.computeIfAbsent(group(key, groupBy), name -> new ArrayList<>())
                    .add(key);
        }
        List<Map.Entry<String, List<String>>> order = new ArrayList<>(groups.entrySet());
        order.sort(Comparator.comparingLong(group -> hash(seed, group.getKey())));

        int[] given = new int[SPLITS.size()];
        Map<String, Split> splits = new HashMap<>();
        for (Map.Entry<String, List<String>> group : order) {
            int neediest = 0;
            for (int i = 1; i < given.length; i++) {
                if (missing(ratios, given, i, keys.size()) > missing(ratios, given, neediest, keys.size())) {
                    neediest = i;
                }
            }
            given[neediest] += group.getValue().size();
            for (String key : group.getValue()) {
                splits.put(key, SPLITS.get(neediest));
            }
        }
        return splits;
    }

    /** Returns how far a split lags behind, as a share of what it is to get, so that small splits are not served last. */
    private static double missing(List<Double> ratios, int[] given, int split, int total) {
        double wanted = ratios.get(split) * total;
        return wanted == 0 ? Double.NEGATIVE_INFINITY : 1 - given[split] / wanted;
    }

    private static String group(String key, GroupBy groupBy) {
        return switch (groupBy) {
            case ARTIST -> ClipKey.topFolder(key).orElseGet(() -> ClipKey.song(key));
            case FOLDER -> ClipKey.folder(key);
            case SONG -> ClipKey.song(key);
            case FILE -> key;
        };
    }

    private static long hash(long seed, String name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
            return ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
