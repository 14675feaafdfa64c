package io.clmr.data.dataset;

import java.util.List;

/** What {@code dataset.split} and {@code dataset.subset} may be in one format. */
final class SplitNames {
    static final String RATIOS = "ratios";

    private SplitNames() {}

    /** Returns the split that is wanted, the first of those allowed if none is named. */
    static String check(DatasetConfig config, List<String> allowed) throws DatasetException {
        return oneOf(config, "split", config.split().orElse(allowed.get(0)), allowed);
    }

    /** Returns a value of a key if it is allowed. */
    static String oneOf(DatasetConfig config, String key, String found, List<String> allowed) throws DatasetException {
        if (!allowed.contains(found)) {
            throw new DatasetException(
                    config.root(),
                    "dataset." + key + " is \"" + found + "\", expected "
                            + (allowed.size() == 1 ? "" : "one of ") + String.join(", ", allowed) + " for "
                            + config.format());
        }
        return found;
    }
}
