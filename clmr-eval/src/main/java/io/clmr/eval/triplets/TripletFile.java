package io.clmr.eval.triplets;

import io.clmr.data.list.TextLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Votes in the layout of MagnaTagATune's {@code comparisons_final.csv}: tab-separated, a head line, and in each row the
 * ids, the votes and the paths of three clips.
 *
 * @param triplets rows of the same three clips added up
 * @param rows how many rows they came from
 * @param leftOut the other rows, with line and reason
 */
public record TripletFile(List<Triplet> triplets, int rows, List<String> leftOut) {
    private static final int CLIPS = 3;

    public TripletFile {
        triplets = List.copyOf(triplets);
        leftOut = List.copyOf(leftOut);
    }

    /** Where the columns stand. */
    private record Columns(List<Integer> votes, List<Integer> paths, int count) {}

    /** A row that cannot be used, and why. */
    private static final class BadRow extends Exception {
        private static final long serialVersionUID = 1L;

        BadRow(String reason) {
            super(reason);
        }
    }

    /**
     * Reads a file; rows that are damaged or speak of clips that are not there are left out and named.
     *
     * @param known whether there is a clip of that key
     * @throws IOException if the head line lacks a column, or no row is left
     */
    public static TripletFile read(Path file, Predicate<String> known) throws IOException {
        List<String> lines = TextLines.read(file);
        Columns columns = columns(file, lines.isEmpty() ? "" : lines.get(0));
        Map<List<String>, int[]> votes = new LinkedHashMap<>();
        List<String> leftOut = new ArrayList<>();
        int rows = 0;
        for (int n = 1; n < lines.size(); n++) {
            if (lines.get(n).isBlank()) {
                continue;
            }
            try {
                Map<String, Integer> row = row(cells(lines.get(n)), columns, known);
                int[] sums = votes.computeIfAbsent(List.copyOf(row.keySet()), clips -> new int[CLIPS]);
                int clip = 0;
                for (int more : row.values()) {
                    sums[clip++] += more;
                }
                rows++;
            } catch (BadRow e) {
                leftOut.add("line " + (n + 1) + ": " + e.getMessage());
            }
        }
        if (rows == 0) {
            throw new IOException(file + ": no row can be used"
                    + leftOut.stream().findFirst().map(first -> "; " + first).orElse(""));
        }
        List<Triplet> triplets = new ArrayList<>();
        votes.forEach((clips, sums) ->
                triplets.add(new Triplet(clips, Arrays.stream(sums).boxed().toList())));
        return new TripletFile(triplets, rows, leftOut);
    }

    private static Columns columns(Path file, String head) throws IOException {
        List<String> names = cells(head);
        List<Integer> votes = new ArrayList<>();
        List<Integer> paths = new ArrayList<>();
        for (int clip = 0; clip < CLIPS; clip++) {
            votes.add(column(file, names, "clip" + (clip + 1) + "_numvotes"));
            paths.add(column(file, names, "clip" + (clip + 1) + "_mp3_path"));
        }
        return new Columns(votes, paths, names.size());
    }

    private static int column(Path file, List<String> names, String name) throws IOException {
        int column = names.indexOf(name);
        if (column < 0) {
            throw new IOException(file + ": the head line has no column " + name
                    + ", expected the layout of MagnaTagATune's comparisons_final.csv, tab-separated");
        }
        return column;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\t", -1))
                .map(String::strip)
                .map(cell -> cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"")
                        ? cell.substring(1, cell.length() - 1)
                        : cell)
                .toList();
    }

    /** Returns the votes by key, sorted, so that the order in which a row names its clips does not matter. */
    private static Map<String, Integer> row(List<String> cells, Columns columns, Predicate<String> known)
            throws BadRow {
        if (cells.size() < columns.count()) {
            throw new BadRow("has " + cells.size() + " cells, expected " + columns.count());
        }
        Map<String, Integer> votes = new TreeMap<>();
        for (int clip = 0; clip < CLIPS; clip++) {
            String path = cells.get(columns.paths().get(clip));
            if (!known.test(path)) {
                throw new BadRow("there is no clip " + path);
            }
            if (votes.put(path, count(cells.get(columns.votes().get(clip)))) != null) {
                throw new BadRow("names " + path + " twice");
            }
        }
        if (votes.values().stream().allMatch(count -> count == 0)) {
            throw new BadRow("has no votes");
        }
        return votes;
    }

    private static int count(String cell) throws BadRow {
        return Optional.of(cell)
                .filter(text -> text.matches("\\d{1,6}"))
                .map(Integer::parseInt)
                .orElseThrow(() -> new BadRow("has '" + cell + "' votes, expected a number of at least 0"));
    }
}
