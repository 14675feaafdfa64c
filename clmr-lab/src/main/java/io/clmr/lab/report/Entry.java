package io.clmr.lab.report;

import java.util.List;
import java.util.Optional;

/**
 * A row of the comparison: one evaluation, or several that differ in their seed alone.
 *
 * @param name of the row
 * @param curve what it is a point of, apart from its share of labels: points of one name are joined
 * @param runs at least one, all of one protocol
 */
public record Entry(String name, String curve, List<Evaluated> runs) {

    public Entry {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("runs of " + name + " is empty, expected at least one evaluation");
        }
    }

    /** Returns the row of evaluations of one name; those of one checkpoint with several shares of labels make a curve. */
    static Entry of(List<Evaluated> runs) {
        Evaluated first = runs.get(0);
        return new Entry(first.name(), first.checkpoint().isEmpty() ? first.name() : first.checkpoint(), runs);
    }

    Evaluated first() {
        return runs.get(0);
    }

    /** Returns a metric over the runs; empty if none has it. */
    public Optional<Spread> spread(String metric) {
        return Spread.of(runs, metric);
    }
}
