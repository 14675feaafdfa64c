package io.clmr.spark;

import io.clmr.eval.embed.Embedding;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** Writes the two Parquet files of a task; a file appears with its first row. */
final class OutcomeWriter extends RecordWriter<NullWritable, Outcome> {
    private static final long ROW_GROUP_BYTES = 16L << 20; // what a task holds in memory before it is written

    /** The table that {@code clmr embed} writes. */
    static final MessageType EMBEDDING_SCHEMA = Types.buildMessage()
            .optional(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("path")
            .required(PrimitiveTypeName.DOUBLE)
            .named("start_s")
            .required(PrimitiveTypeName.DOUBLE)
            .named("end_s")
            .optionalList()
            .optionalElement(PrimitiveTypeName.FLOAT)
            .named("embedding")
            .named("embeddings");

    static final MessageType ERROR_SCHEMA = Types.buildMessage()
            .optional(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("path")
            .optional(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("reason")
            .named("errors");

    private final Path embeddingsFile;
    private final Path errorsFile;
    private final Configuration configuration;
    private Optional<ParquetWriter<Group>> embeddings = Optional.empty();
    private Optional<ParquetWriter<Group>> errors = Optional.empty();

    OutcomeWriter(Path embeddingsFile, Path errorsFile, Configuration configuration) {
        this.embeddingsFile = embeddingsFile;
        this.errorsFile = errorsFile;
        this.configuration = configuration;
    }

    @Override
    public void write(NullWritable key, Outcome outcome) throws IOException {
        if (outcome instanceof Outcome.Rows rows) {
            if (embeddings.isEmpty()) {
                embeddings = Optional.of(open(embeddingsFile, EMBEDDING_SCHEMA));
            }
            write(embeddings.get(), rows);
        } else if (outcome instanceof Outcome.Failure failure) {
            if (errors.isEmpty()) {
                errors = Optional.of(open(errorsFile, ERROR_SCHEMA));
            }
            Group group = new SimpleGroup(ERROR_SCHEMA);
            group.add("path", failure.path());
            group.add("reason", failure.reason());
            errors.get().write(group);
        }
    }

    private static void write(ParquetWriter<Group> writer, Outcome.Rows rows) throws IOException {
        Embedding embedding = rows.embedding();
        for (int n = 0; n < embedding.rows().length; n++) {
            Group group = new SimpleGroup(EMBEDDING_SCHEMA);
            group.add("path", rows.path());
            group.add("start_s", embedding.startSeconds()[n]);
            group.add("end_s", embedding.endSeconds()[n]);
            Group list = group.addGroup("embedding");
            for (float value : embedding.rows()[n]) {
                list.addGroup(0).add(0, value);
            }
            writer.write(group);
        }
    }

    private ParquetWriter<Group> open(Path file, MessageType schema) throws IOException {
        return ExampleParquetWriter.builder(HadoopOutputFile.fromPath(file, configuration))
                .withType(schema)
                .withConf(configuration)
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED) // features hardly shrink
                .withDictionaryEncoding("embedding.list.element", false)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .build();
    }

    @Override
    public void close(TaskAttemptContext context) throws IOException {
        if (embeddings.isPresent()) {
            embeddings.get().close();
        }
        if (errors.isPresent()) {
            errors.get().close();
        }
    }
}
