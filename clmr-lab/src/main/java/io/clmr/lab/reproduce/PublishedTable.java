package io.clmr.lab.reproduce;

import java.util.List;
import java.util.Optional;

/**
 * One of the paper's tables or figures.
 *
 * @param name such as {@code batch}
 * @param title what it shows
 * @param sweep name of the sweep behind it at the paper's scale, a file of {@code configs/paper}
 * @param smallSweep name of its small twin
 * @param gains whether the rows are steps away from the first one
 * @param notKnown figures that were published but are not known to us
 * @param scores those that are
 */
public record PublishedTable(
        String name,
        String title,
        String sweep,
        String smallSweep,
        boolean gains,
        List<String> notKnown,
        List<PublishedScore> scores) {

    public PublishedTable {
        notKnown = List.copyOf(notKnown);
        scores = List.copyOf(scores);
    }

    /** Returns the published figure of a row of the sweep. */
    Optional<PublishedScore> of(String row) {
        return scores.stream()
                .filter(score -> score.inSweep() && score.row().equals(row))
                .findFirst();
    }
}
