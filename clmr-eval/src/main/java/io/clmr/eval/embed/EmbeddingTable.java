package io.clmr.eval.embed;

import com.jerolba.carpet.CarpetWriter;
import io.clmr.base.files.WholeFile;
import io.clmr.data.npy.NpyRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Turns a matrix and its index into one table with a row for each vector. */
final class EmbeddingTable {
    private static final int ROW_GROUP_BYTES = 16 << 20; // what is held in memory before it is written

    /** A row of the Parquet file; the component names are its columns. */
    @SuppressWarnings("MemberName") // snake_case, as the columns of every other file of ours
    record Row(String path, double start_s, double end_s, List<Float> embedding) {}

    private interface RowWriter {
        void write(String path, String start, String end, float[] row) throws IOException;
    }

    private EmbeddingTable() {}

    /** Writes the table. */
    static void write(Path matrixFile, Path indexFile, Path output, OutputFormat format) throws IOException {
        if (format == OutputFormat.CSV) {
            WholeFile.writeText(output, writer -> writeCsv(matrixFile, indexFile, writer));
        } else {
            WholeFile.writeBytes(output, out -> writeParquet(matrixFile, indexFile, out));
        }
    }

    private static void writeParquet(Path matrixFile, Path indexFile, OutputStream out) throws IOException {
        try (CarpetWriter<Row> writer = new CarpetWriter.Builder<>(out, Row.class)
                // features hardly shrink, and a compressor would bring a native library
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .withDictionaryEncoding("embedding.list.element", false)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .build()) {
            copy(matrixFile, indexFile, (path, start, end, row) -> {
                List<Float> boxed = new ArrayList<>(row.length);
                for (float value : row) {
                    boxed.add(value);
                }
                writer.write(new Row(path, Double.parseDouble(start), Double.parseDouble(end), boxed));
            });
        }
    }

    private static void writeCsv(Path matrixFile, Path indexFile, Writer writer) throws IOException {
        try (NpyRows rows = NpyRows.open(matrixFile)) {
            List<String> head = new ArrayList<>(List.of("path", "start_s", "end_s"));
            for (int n = 0; n < rows.columns(); n++) {
                head.add("f" + n);
            }
            writer.write(Csv.line(head));
            copy(matrixFile, indexFile, (path, start, end, row) -> {
                writer.write(Csv.quote(path) + "," + start + "," + end);
                for (float value : row) {
                    writer.write("," + value); // the shortest digits that give the same float back
                }
                writer.write("\n");
            });
        }
    }

    private static void copy(Path matrixFile, Path indexFile, RowWriter writer) throws IOException {
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
}
