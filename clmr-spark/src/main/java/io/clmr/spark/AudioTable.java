package io.clmr.spark;

import io.clmr.eval.embed.EmbedException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.ExampleInputFormat;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A Parquet table whose rows are files: {@code path} (string) and {@code bytes} (binary), or {@code content}, as Spark's
 * own {@code binaryFile} source calls it. Other columns are not read.
 *
 * @param place a file, or a folder with files at any depth
 * @param schema of the two columns alone
 */
record AudioTable(String place, MessageType schema, String bytesColumn) {
    static final String PATH = "path";
    private static final List<String> BYTES = List.of("bytes", "content");

    /** Reads the schema; the rows are left to the tasks. */
    static AudioTable open(String place, Configuration configuration) throws IOException {
        Path first = firstFile(new Path(place), configuration);
        MessageType found;
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(first, configuration))) {
            found = reader.getFileMetaData().getSchema();
        } catch (RuntimeException e) { // what a file that is no Parquet gives
            throw new EmbedException(first + ": not a Parquet file: " + e.getMessage(), e);
        }
        String bytes = BYTES.stream()
                .filter(name -> isBinary(found, name))
                .findFirst()
                .filter(name -> isBinary(found, PATH))
                .orElseThrow(() -> new EmbedException(first + ": has the columns "
                        + String.join(
                                ", ",
                                found.getFields().stream()
                                        .map(field -> field.getName())
                                        .toList())
                        + ", expected path (string) and bytes or content (binary)"));
        MessageType wanted = new MessageType(
                "audio", Stream.of(PATH, bytes).map(name -> found.getType(name)).toList());
        return new AudioTable(place, wanted, bytes);
    }

    private static boolean isBinary(MessageType schema, String column) {
        return schema.containsField(column)
                && schema.getType(column).isPrimitive()
                && schema.getType(column).asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
    }

    private static Path firstFile(Path place, Configuration configuration) throws IOException {
        FileSystem files = place.getFileSystem(configuration);
        if (!files.exists(place)) {
            throw new EmbedException(place + ": no such table");
        }
        FileStatus status = files.getFileStatus(place);
        if (status.isFile()) {
            return place;
        }
        RemoteIterator<LocatedFileStatus> all = files.listFiles(place, true);
        while (all.hasNext()) {
            Path file = all.next().getPath();
            if (file.getName().endsWith(".parquet")) {
                return file;
            }
        }
        throw new EmbedException(place + ": no .parquet file in this folder");
    }

    /** Returns the rows, a row group being the least a task takes. */
    JavaPairRDD<Void, Group> rows(JavaSparkContext context) {
        Configuration configuration = new Configuration(context.hadoopConfiguration());
        configuration.setBoolean(FileInputFormat.INPUT_DIR_RECURSIVE, true);
        configuration.set(ReadSupport.PARQUET_READ_SCHEMA, schema.toString());
        return context.newAPIHadoopFile(place, ExampleInputFormat.class, Void.class, Group.class, configuration);
    }
}
