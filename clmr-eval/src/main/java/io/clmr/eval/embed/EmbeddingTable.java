package io.clmr.eval.embed;

import io.clmr.base.files.WholeFile;
import io.clmr.data.npy.NpyRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns a matrix and its index into one table with a row for each vector. */
final class EmbeddingTable {
    private static final int NAMED_COLUMNS = 3;

    /** Takes a row. */
    interface RowWriter {
        void write(String path, String start, String end, float[] row) throws IOException;
    }

    private EmbeddingTable() {}

    /** Writes the table. */
    static void write(Path matrixFile, Path indexFile, Path output, OutputFormat format) throws IOException {
        if (format == OutputFormat.CSV) {
            WholeFile.writeText(output, writer -> writeCsv(matrixFile, indexFile, writer));
        } else {
            WholeFile.writeBytes(output, out -> ParquetTable.write(matrixFile, indexFile, out));
        }
    }

    private static void writeCsv(Path matrixFile, Path indexFile, Writer writer) throws IOException {
        try (NpyRows rows = NpyRows.open(matrixFile)) {
            List<String> head = new ArrayList<>(List.of("path", "start_s", "end_s"));
            for (int n = 0; n < rows.columns(); n++) {
                head.add("f" + n);
            }
            writer.write(Csv.line(head));
            read(matrixFile, indexFile, (path, start, end, row) -> {
                writer.write(Csv.quote(path) + "," + start + "," + end);
                for (float value : row) {
                    writer.write("," + value); // the shortest digits that give the same float back
                }
                writer.write("\n");
            });
        }
    }

    /** Reads the rows of a matrix with its index. */
    static void read(Path matrixFile, Path indexFile, RowWriter writer) throws IOException {
        try (NpyRows rows = NpyRows.open(matrixFile);
                BufferedReader index = Files.newBufferedReader(indexFile)) {
            Csv.read(index); // the head
            for (long n = 0; n < rows.rows(); n++) {
                Optional<List<String>> line = Csv.read(index);
                if (line.isEmpty() || line.get().size() != 4) {
                    throw new EmbedException(indexFile + ": no whole line for row " + n + " of " + matrixFile);
                }
                writer.write(line.get().get(1), line.get().get(2), line.get().get(3), rows.next());
            }
        }
    }
    /** Reads the rows of a table that {@link #write} wrote. */
    static void read(Path table, OutputFormat format, RowWriter writer) throws IOException {
        if (format == OutputFormat.CSV) {
            readCsv(table, writer);
            return;
        }
        ParquetTable.read(table, writer);
    }

    private static void readCsv(Path table, RowWriter writer) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(table)) {
            Csv.read(lines); // the head
            for (Optional<List<String>> line = Csv.read(lines); line.isPresent(); line = Csv.read(lines)) {
                List<String> fields = line.get();
                if (fields.size() <= NAMED_COLUMNS) {
                    throw new EmbedException(table + ": a line has " + fields.size() + " fields, expected path,"
                            + " start_s, end_s and numbers");
                }
                float[] values = new float[fields.size() - NAMED_COLUMNS];
                for (int n = 0; n < values.length; n++) {
                    values[n] = Float.parseFloat(fields.get(n + NAMED_COLUMNS));
                }
                writer.write(fields.get(0), fields.get(1), fields.get(2), values);
            }
        } catch (NumberFormatException e) {
            throw new EmbedException(table + ": holds text where a number is expected: " + e.getMessage(), e);
        }
    }
}
