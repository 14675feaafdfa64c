package io.clmr.lab.report;

import io.clmr.data.npy.NpyRows;
import io.clmr.eval.embed.Csv;
import io.clmr.eval.embed.JournalContent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads what {@code clmr embed --out X.npy} wrote, one vector a track. */
final class EmbeddingFile {

    private static final String ENDING = ".npy";
    private static final int PATH = 1;

    /** The sum of a track's rows. */
    private static final class Sum {
        private final double[] values;
        private int rows;

        private Sum(int columns) {
            values = new double[columns];
        }

        private void add(float[] row) {
            for (int n = 0; n < values.length; n++) {
                values[n] += row[n];
            }
            rows++;
        }

        private float[] mean() {
            float[] mean = new float[values.length];
            for (int n = 0; n < mean.length; n++) {
                mean[n] = (float) (values[n] / rows);
            }
            return mean;
        }
    }

    private EmbeddingFile() {}

    /** Returns where the index of a matrix lies. */
    static Path index(Path matrix) {
        String name = matrix.getFileName().toString();
        return matrix.resolveSibling(name.substring(0, name.length() - ENDING.length()) + ".index.csv");
    }

    static boolean is(Path file) {
        return file.getFileName().toString().endsWith(ENDING)
                && Files.isRegularFile(file)
                && Files.isRegularFile(index(file));
    }

    /**
     * Reads the tracks of a matrix.
     *
     * @param tagsOf the tags of a path
     * @throws ReportException if the index does not fit the matrix
     */
    static List<Track> read(Path matrix, Function<String, List<String>> tagsOf) throws IOException {
        Map<String, Sum> sums = new LinkedHashMap<>();
        try (NpyRows rows = NpyRows.open(matrix);
                BufferedReader lines = Files.newBufferedReader(index(matrix))) {
            Csv.read(lines); // the head
            for (long n = 0; n < rows.rows(); n++) {
                Optional<List<String>> line = Csv.read(lines);
                if (line.isEmpty() || line.get().size() <= PATH) {
                    throw new ReportException(index(matrix) + ": no line for row " + n + " of " + matrix
                            + ", expected one a row as 'clmr embed' writes them");
                }
                sums.computeIfAbsent(line.get().get(PATH), path -> new Sum(rows.columns()))
                        .add(rows.next());
            }
        }
        Optional<Path> base = JournalContent.beside(matrix).flatMap(JournalContent::base);
        List<Track> tracks = new ArrayList<>();
        sums.forEach((path, sum) -> {
            String place = base.map(folder -> folder.resolve(path).toString()).orElse(path);
            tracks.add(new Track(path, tagsOf.apply(place), sum.mean()));
        });
        return tracks;
    }
}
