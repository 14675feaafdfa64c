package io.clmr.cli.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody probably meant to write. */
public final class NearestName {

    private static final int LONG_ENOUGH = 4; // letters that a shared beginning means something from

    private NearestName() {}

    /**
     * Returns the candidate with the fewest typing errors between it and what was written.
     *
     * @return empty if none is near: more than two errors, or more than a third of the word, and neither is the beginning
     *     or the end of the other, as {@code train} is of {@code pretrain}
     */
    public static Optional<String> of(String written, Collection<String> candidates) {
        int most = Math.max(2, written.length() / 3);
        Optional<String> near = candidates.stream()
                .filter(candidate -> distance(written, candidate) <= Math.min(most, candidate.length() - 1))
                .min(Comparator.comparingInt(candidate -> distance(written, candidate)));
        return near.or(() -> candidates.stream()
                        .filter(candidate -> candidate.length() >= LONG_ENOUGH && written.startsWith(candidate))
                        .max(Comparator.comparingInt(String::length)))
                .or(() -> candidates.stream()
                        .filter(candidate -> written.length() >= LONG_ENOUGH && candidate.endsWith(written))
                        .min(Comparator.comparingInt(String::length)));
    }

    /** Insertions, deletions, changes and swaps of neighbours that lead from one word to the other. */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 ? j : j == 0 ? i : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
