package io.clmr.eval.similar;

import io.clmr.eval.embed.Csv;
import io.clmr.eval.embed.EmbedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which file, and which part of it, each row of an embedded catalogue stands for.
 *
 * <p>Without an index beside the matrix every row is a song of its own, named by its number.
 */
final class CatalogueRows {

    private static final String ENDING = ".npy";

    private final List<String> paths; // of each file
    private final int[] fileOfRow;
    private final double[] starts;
    private final double[] ends;
    private final int[][] rowsOfFile;
    private final Map<String, Integer> fileOfPath = new HashMap<>();

    private CatalogueRows(List<String> paths, int[] fileOfRow, double[] starts, double[] ends) {
        this.paths = List.copyOf(paths);
        this.fileOfRow = fileOfRow;
        this.starts = starts;
        this.ends = ends;
        rowsOfFile = rowsOfFile(paths.size(), fileOfRow);
        for (int file = 0; file < paths.size(); file++) {
            fileOfPath.put(paths.get(file), file);
        }
    }

    /** @param rows of the matrix, as many as the index must tell */
    static CatalogueRows open(Path matrixFile, int rows) throws IOException {
        String name = matrixFile.toString();
        Path index = Path.of(
                (name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name) + ".index.csv");
        return Files.exists(index) ? read(index, rows) : numbered(rows);
    }

    private static CatalogueRows numbered(int rows) {
        List<String> paths = new ArrayList<>(rows);
        int[] files = new int[rows];
        for (int row = 0; row < rows; row++) {
            paths.add("row:" + row);
            files[row] = row;
        }
        double[] unknown = new double[rows];
        Arrays.fill(unknown, Double.NaN);
        return new CatalogueRows(paths, files, unknown, unknown);
    }

    private static CatalogueRows read(Path index, int rows) throws IOException {
        List<String> paths = new ArrayList<>();
        Map<String, Integer> known = new HashMap<>();
        int[] files = new int[rows];
        double[] starts = new double[rows];
        double[] ends = new double[rows];
        try (BufferedReader reader = Files.newBufferedReader(index)) {
            Csv.read(reader); // the head
            for (int row = 0; row < rows; row++) {
                List<String> line =
                        Csv.read(reader).filter(fields -> fields.size() == 4).orElse(List.of());
                if (line.isEmpty()) {
                    throw new EmbedException(index + ": tells " + row + " rows, the matrix has " + rows
                            + "; both must come from one run of clmr embed");
                }
                String path = line.get(1);
                files[row] = known.computeIfAbsent(path, one -> {
                    paths.add(one);
                    return paths.size() - 1;
                });
                starts[row] = Double.parseDouble(line.get(2));
                ends[row] = Double.parseDouble(line.get(3));
            }
            if (Csv.read(reader).isPresent()) {
                throw new EmbedException(index + ": tells more rows than the matrix has, which is " + rows
                        + "; both must come from one run of clmr embed");
            }
        } catch (NumberFormatException e) {
            throw new EmbedException(index + ": a time is not a number: " + e.getMessage(), e);
        }
        return new CatalogueRows(paths, files, starts, ends);
    }

    List<String> paths() {
        return paths;
    }

    int files() {
        return paths.size();
    }

    String path(int file) {
        return paths.get(file);
    }

    int fileOf(int row) {
        return fileOfRow[row];
    }

    double start(int row) {
        return starts[row];
    }

    double end(int row) {
        return ends[row];
    }

    /** Returns the file that the index names so. */
    Optional<Integer> find(String path) {
        return Optional.ofNullable(fileOfPath.get(path));
    }

    /** Returns all rows of a file. */
    int[] rowsOf(int file) {
        return rowsOfFile[file];
    }

    private static int[][] rowsOfFile(int files, int[] fileOfRow) {
        int[] counts = new int[files];
        for (int file : fileOfRow) {
            counts[file]++;
        }
        int[][] rows = new int[files][];
        Arrays.setAll(rows, file -> new int[counts[file]]);
        for (int row = fileOfRow.length - 1; row >= 0; row--) {
            int file = fileOfRow[row];
            rows[file][--counts[file]] = row;
        }
        return rows;
    }
}
