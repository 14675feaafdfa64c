package io.clmr.eval.embed;

import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.CloseableIterator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** The table as a Parquet file; alone in knowing the library for it, which need not be there. */
final class ParquetTable {
    private static final int ROW_GROUP_BYTES = 16 << 20; // what is held in memory before it is written

    /** A row of the file; the component names are its columns. */
    @SuppressWarnings("MemberName") // snake_case, as the columns of every other file of ours
    record Row(String path, double start_s, double end_s, List<Float> embedding) {}

    private ParquetTable() {}

    /**
     * Says before any work that the library is missing.
     *
     * @param file to write
     */
    static void require(Path file) throws EmbedException {
        try {
            Objects.requireNonNull(CarpetWriter.class);
            Objects.requireNonNull(CompressionCodecName.UNCOMPRESSED);
        } catch (NoClassDefFoundError e) {
            throw new EmbedException(
                    file
                            + ": .parquet needs com.jerolba:carpet-record on the class path; add that dependency, or name a file"
                            + " that ends in .npy or .csv",
                    e);
        }
    }

    static void write(Path matrixFile, Path indexFile, OutputStream out) throws IOException {
        try (CarpetWriter<Row> writer = new CarpetWriter.Builder<>(out, Row.class)
                // features hardly shrink, and a compressor would bring a native library
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .withDictionaryEncoding("embedding.list.element", false)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .build()) {
            EmbeddingTable.read(matrixFile, indexFile, (path, start, end, row) -> {
                List<Float> boxed = new ArrayList<>(row.length);
                for (float value : row) {
                    boxed.add(value);
                }
                writer.write(new Row(path, Double.parseDouble(start), Double.parseDouble(end), boxed));
            });
        }
    }

    static void read(Path table, EmbeddingTable.RowWriter writer) throws IOException {
        try (CloseableIterator<Row> rows = new CarpetReader<>(table.toFile(), Row.class).iterator()) {
            while (rows.hasNext()) {
                Row row = rows.next();
                float[] values = new float[row.embedding().size()];
                for (int n = 0; n < values.length; n++) {
                    values[n] = row.embedding().get(n);
                }
                writer.write(
                        row.path(), EmbeddingStore.seconds(row.start_s()), EmbeddingStore.seconds(row.end_s()), values);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
