package io.clmr.eval.similar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.clmr.base.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The graph of a matrix on disk, and a description that says which state of the matrix it was built from. */
final class GraphFile {

    private static final int FORMAT = 2;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /**
     * What the description says.
     *
     * @param format of the graph's file
     * @param matrixBytes size of the matrix file then
     * @param matrixModifiedMillis when it had been changed
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
    Optional<Description> current() throws IOException {
        if (!Files.exists(graph()) || !Files.exists(description())) {
            return Optional.empty();
        }
        try {
            Description found = JSON.readValue(Files.readString(description()), Description.class);
            boolean fits = found.format() == FORMAT
                    && found.matrixBytes() == Files.size(matrixFile)
                    && found.matrixModifiedMillis() == modified();
            return fits ? Optional.of(found) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty(); // not one of ours, or half written: as good as none
        }
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
