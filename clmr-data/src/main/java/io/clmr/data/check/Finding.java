package io.clmr.data.check;

import java.util.List;

/**
 * All cases of one kind.
 *
 * @param kind what it is
 * @param cases at least one
 */
public record Finding(FindingKind kind, List<Case> cases) {
    /**
     * One case.
     *
     * @param clips keys of the clips it is about; for a tag, its name; empty for a remark about the lists
     * @param detail what was measured
     */
    public record Case(List<String> clips, String detail) {
        public Case {
            clips = List.copyOf(clips);
        }

        @Override
        public String toString() {
            return String.join(" = ", clips) + (clips.isEmpty() || detail.isEmpty() ? "" : ": ") + detail;
        }
    }

    public Finding {
        cases = List.copyOf(cases);
        if (cases.isEmpty()) {
            throw new IllegalArgumentException(kind + " has no case, expected at least one");
        }
    }

    /** Returns the number of cases. */
    public int count() {
        return cases.size();
    }
}
