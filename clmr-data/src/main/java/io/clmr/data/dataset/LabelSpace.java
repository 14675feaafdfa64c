package io.clmr.data.dataset;

import java.util.HashSet;
import java.util.List;

/**
 * The tags a dataset knows, in the order of the label vectors.
 *
 * @param names one name a tag
 * @param kind whether a clip may have several
 */
public record LabelSpace(List<String> names, Kind kind) {
    /** Decided once, when the dataset is loaded; loss, scores and metrics follow from it. */
    public enum Kind {
        /** The dataset has no labels. */
        NONE,
        /** Every clip has any number of tags. */
        MULTI,
        /** Every labelled clip has exactly one tag. */
        SINGLE
    }

    public LabelSpace {
        names = List.copyOf(names);
        if (new HashSet<>(names).size() != names.size()) {
            throw new IllegalArgumentException("tag names are " + names + ", expected each name once");
        }
        if ((kind == Kind.NONE) != names.isEmpty()) {
            throw new IllegalArgumentException(
                    "kind is " + kind + " with " + names.size() + " tags, expected NONE exactly where there is no tag");
        }
    }

    /** Returns the label space of a dataset without labels. */
    public static LabelSpace none() {
        return new LabelSpace(List.of(), Kind.NONE);
    }

    /** Returns the number of tags. */
    public int size() {
        return names.size();
    }
}
