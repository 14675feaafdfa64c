package io.clmr.data.dataset;

import io.clmr.data.list.ExistingName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Pairs of clips that somebody says belong together: {@code path,path[,weight]} a line, without header, paths as in
 * labels.csv. Kept as numbers, so that millions of pairs take some ten bytes each.
 */
public final class ClipPairs {

    private static final int NAMED = 5;
    private static final Pattern WEIGHT = Pattern.compile("\\d{1,7}(\\.\\d{1,20})?");
    private static final double LEAST_WEIGHT = 1e-6;
    private static final double MOST_WEIGHT = 1e6;

    private final Path file;
    private final Map<String, Integer> numbers;
    private final ExistingName names;
    private final List<String> unknown = new ArrayList<>();
    private long unknownCount;
    private int size;
    private int[] first = new int[16];
    private int[] second = new int[16];
    private double[] weights = new double[16];
    private int[] lines = new int[16];

    private ClipPairs(Path file, Map<String, Integer> numbers) {
        this.file = file;
        this.numbers = numbers;
        names = new ExistingName(numbers.keySet());
    }

    /**
     * Reads pairs of a dataset's clips.
     *
     * @param clips all clips of the dataset; a pair's clips are numbered as here
     * @throws DatasetException naming file and line of what is no pair, a pair of a clip with itself or a pair that is
     *     there twice; or the clips that the dataset does not have
     */
    public static ClipPairs read(Path file, List<Clip> clips) throws DatasetException {
        Map<String, Integer> numbers = new HashMap<>();
        clips.forEach(clip -> numbers.put(clip.key(), numbers.size()));
        ClipPairs pairs = new ClipPairs(file, numbers);
        pairs.read();
        return pairs;
    }

    private void read() throws DatasetException {
        try {
            TextFile.checkSize(file);
        } catch (DatasetException e) {
            throw e;
        } catch (IOException e) {
            throw new DatasetException(file, "is not there or cannot be read, expected a list of pairs: path,path", e);
        }
        DelimitedFile.commas(file).forEach(this::add);
        if (unknownCount > 0) {
            throw new DatasetException(
                    file,
                    "names " + unknownCount + " clips that the dataset does not have: " + String.join(", ", unknown)
                            + (unknownCount > unknown.size() ? ", …" : "")
                            + "; expected paths below the dataset's root, as in labels.csv");
        }
        if (size == 0) {
            throw new DatasetException(file, "is empty, expected one pair of clips a line: path,path");
        }
        refuseRepeated();
    }

    private void add(DelimitedFile.Row row) throws DatasetException {
        List<String> cells = row.cells();
        if (cells.size() != 2 && cells.size() != 3) {
            throw row.malformed("has " + cells.size() + " cells, expected path,path or path,path,weight");
        }
        int a = number(row, 0);
        int b = number(row, 1);
        double weight = cells.size() == 3 ? weight(row) : 1;
        if (a < 0 || b < 0) {
            return;
        }
        if (a == b) {
            throw row.malformed("pairs " + row.key(0, true) + " with itself, expected two clips");
        }
        grow();
        first[size] = a;
        second[size] = b;
        weights[size] = weight;
        lines[size] = Math.toIntExact(row.line());
        size++;
    }

    /** Returns a clip's number; below 0 if there is no such clip, which is noted. */
    private int number(DelimitedFile.Row row, int cell) throws DatasetException {
        String key = row.key(cell, true);
        int number = names.find(key).map(numbers::get).orElse(-1);
        if (number < 0) {
            unknownCount++;
            if (unknown.size() < NAMED) {
                unknown.add(PythonList.shown(key) + " (line " + row.line() + ")");
            }
        }
        return number;
    }

    private static double weight(DelimitedFile.Row row) throws DatasetException {
        String text = row.cells().get(2);
        double weight = WEIGHT.matcher(text).matches() ? Double.parseDouble(text) : 0;
        if (!(weight >= LEAST_WEIGHT && weight <= MOST_WEIGHT)) {
            throw row.malformed("has the weight " + PythonList.shown(text)
                    + ", expected a number from 0.000001 to 1000000 such as 2.5");
        }
        return weight;
    }

    private void grow() {
        if (size == first.length) {
            int more = Math.addExact(size, size >> 1);
            first = Arrays.copyOf(first, more);
            second = Arrays.copyOf(second, more);
            weights = Arrays.copyOf(weights, more);
            lines = Arrays.copyOf(lines, more);
        }
    }

    /** A pair and its reverse are the same: that one counts twice as much is to be said by a weight. */
    private void refuseRepeated() throws DatasetException {
        long[] sorted = new long[size];
        Arrays.setAll(sorted, this::packed);
        Arrays.sort(sorted);
        for (int i = 1; i < size; i++) {
            if (sorted[i] == sorted[i - 1]) {
                throw repeated(sorted[i]);
            }
        }
    }

    private long packed(int pair) {
        return (long) Math.min(first[pair], second[pair]) << 32 | Math.max(first[pair], second[pair]);
    }

    private DatasetException repeated(long pair) {
        int earlier = 0;
        while (packed(earlier) != pair) {
            earlier++;
        }
        int later = earlier + 1;
        while (packed(later) != pair) {
            later++;
        }
        return new DatasetException(
                file,
                lines[later],
                "holds the pair of line " + lines[earlier]
                        + " again, expected each pair once, in either order; use a weight to have it drawn more often");
    }

    /** Returns the number of pairs. */
    public int size() {
        return size;
    }

    /** Returns the number of a pair's first clip. */
    public int first(int pair) {
        return first[pair];
    }

    /** Returns the number of a pair's second clip. */
    public int second(int pair) {
        return second[pair];
    }

    /** Returns how often a pair is drawn, compared with others; 1 where the file does not tell. */
    public double weight(int pair) {
        return weights[pair];
    }
}
