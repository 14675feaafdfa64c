package io.clmr.lab.reproduce;

import io.clmr.lab.report.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table of the paper: our rows, each with the published figure of the same setting, then the published figures that no row
 * of ours stands beside.
 *
 * @param table what was published
 * @param lines in that order
 */
public record Reproduction(PublishedTable table, List<Line> lines) {

    /**
     * A line of the table.
     *
     * @param row its name
     * @param ours what we measured, if anything
     * @param published what was published, if anything is known
     * @param gain how much more PR-AUC we measured than in the first of our rows; absent where rows are no steps
     * @param publishedGain the same of the published figures
     */
    public record Line(
            String row,
            Optional<ResultRow> ours,
            Optional<PublishedScore> published,
            Optional<Spread> gain,
            Optional<Double> publishedGain) {}

    private static final String GAINS_IN = "pr_auc_macro";

    public Reproduction {
        lines = List.copyOf(lines);
    }

    /** Puts results beside the published figures. */
    public static Reproduction of(PublishedTable table, List<ResultRow> ours) {
        List<Line> lines = new ArrayList<>();
        for (ResultRow row : ours) {
            lines.add(line(table, row.name(), Optional.of(row), table.of(row.name()), ours));
        }
        for (PublishedScore score : table.scores()) {
            boolean stands =
                    score.inSweep() && ours.stream().anyMatch(row -> row.name().equals(score.row()));
            if (!stands) {
                lines.add(line(table, score.row(), Optional.empty(), Optional.of(score), ours));
            }
        }
        return new Reproduction(table, lines);
    }

    private static Line line(
            PublishedTable table,
            String name,
            Optional<ResultRow> row,
            Optional<PublishedScore> published,
            List<ResultRow> ours) {
        if (!table.gains()) {
            return new Line(name, row, published, Optional.empty(), Optional.empty());
        }
        Optional<Spread> gain =
                row.filter(own -> !own.equals(ours.get(0))).flatMap(own -> own.gainOver(ours.get(0), GAINS_IN));
        Optional<Double> publishedGain =
                published.filter(PublishedScore::inSweep).flatMap(score -> publishedGain(score, table));
        return new Line(name, row, published, gain, publishedGain);
    }

    /** Returns the gain over the table's first figure; one of another protocol is no step away from it. */
    private static Optional<Double> publishedGain(PublishedScore score, PublishedTable table) {
        PublishedScore first = table.scores().get(0);
        boolean isStep = first.inSweep()
                && !first.equals(score)
                && score.setting().startsWith(first.setting())
                && first.metrics().containsKey(GAINS_IN)
                && score.metrics().containsKey(GAINS_IN);
        return isStep
                ? Optional.of(score.metrics().getOrDefault(GAINS_IN, 0.0)
                        - first.metrics().getOrDefault(GAINS_IN, 0.0))
                : Optional.empty();
    }

    /** Returns whether any row of ours is there. */
    public boolean hasOurs() {
        return lines.stream().anyMatch(line -> line.ours().isPresent());
    }
}
