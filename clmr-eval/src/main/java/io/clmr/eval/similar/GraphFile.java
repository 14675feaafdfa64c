package io.clmr.eval.similar;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.clmr.base.files.WholeFile;
import io.clmr.core.checkpoint.CheckpointException;
import io.clmr.core.checkpoint.JsonFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The graph of a matrix on disk, and a description that says which state of the matrix it was built from. */
final class GraphFile {

    private static final int FORMAT = 3;

    /** Bytes at either end of a graph that are checked when it is opened: its structure; what is between is looked at in part. */
    private static final int CHECKED_BYTES = 8 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(GraphFile.class);
    private static final ObjectMapper JSON = JsonFile.strict()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /**
     * What the description says.
     *
     * @param format of the graph's file
     * @param matrixBytes size of the matrix file then
     * @param matrixModifiedMillis when it had been changed
     * @param graphBytes size of the graph's file
     * @param graphEnds checksum of its first and last bytes
     * @param rows of the matrix
     * @param dim of the matrix
     * @param recallAt10 share of the true ten nearest that the graph finds, over sampled rows
     * @param sampledRows how many rows that was measured on
     * @param buildSeconds how long building took
     * @param space where the graph keeps its rows
     */
    record Description(
            int format,
            long matrixBytes,
            long matrixModifiedMillis,
            long graphBytes,
            long graphEnds,
            int rows,
            int dim,
            double recallAt10,
            int sampledRows,
            double buildSeconds,
            CentredSpace space) {}

    private final Path matrixFile;

    GraphFile(Path matrixFile) {
        this.matrixFile = matrixFile;
    }

    Path graph() {
        return Path.of(matrixFile + ".graph");
    }

    private Path description() {
        return Path.of(matrixFile + ".graph.json");
    }

    /** Returns the description if the graph is there and belongs to the matrix as it is now. */
    Optional<Description> current(VectorMatrix matrix) throws IOException {
        if (!Files.exists(graph()) || !Files.exists(description())) {
            return Optional.empty();
        }
        try {
            Description found = JsonFile.read(description(), JSON, Description.class);
            boolean fits = found.format() == FORMAT
                    && found.rows() == matrix.rows()
                    && found.dim() == matrix.dim()
                    && found.space().centre().length == matrix.dim()
                    && found.graphBytes() == Files.size(graph())
                    && found.graphEnds() == ends()
                    && found.matrixBytes() == Files.size(matrixFile)
                    && found.matrixModifiedMillis() == modified();
            if (fits) {
                return Optional.of(found);
            }
            LOG.warn("{} is damaged or of another state of {}; it is built anew", graph(), matrixFile);
        } catch (CheckpointException e) {
            LOG.warn("{}; the graph is built anew", e.getMessage());
        }
        return Optional.empty();
    }

    private long ends() throws IOException {
        CRC32C sum = new CRC32C();
        try (FileChannel channel = FileChannel.open(graph(), StandardOpenOption.READ)) {
            long size = channel.size();
            int count = (int) Math.min(CHECKED_BYTES, size);
            sum.update(channel.map(FileChannel.MapMode.READ_ONLY, 0, count));
            sum.update(channel.map(FileChannel.MapMode.READ_ONLY, size - count, count));
        }
        return sum.getValue();
    }

    /** Removes the description, so that a graph that is being written belongs to nothing. */
    void invalidate() throws IOException {
        Files.deleteIfExists(description());
    }

    /** Describes the graph that is in its place now. */
    Description describe(
            VectorMatrix matrix, CentredSpace space, double recallAt10, int sampledRows, double buildSeconds)
            throws IOException {
        Description made = new Description(
                FORMAT,
                Files.size(matrixFile),
                modified(),
                Files.size(graph()),
                ends(),
                matrix.rows(),
                matrix.dim(),
                recallAt10,
                sampledRows,
                buildSeconds,
                space);
        WholeFile.writeText(description(), JSON.writeValueAsString(made) + "\n");
        return made;
    }

    private long modified() throws IOException {
        return Files.getLastModifiedTime(matrixFile).toMillis();
    }
}
