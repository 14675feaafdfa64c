package io.clmr.lab.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.base.files.HeldLock;
import io.clmr.base.files.WholeFile;
import io.clmr.core.checkpoint.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A sweep on the disk: {@code encoders/KEY/} is a run folder, {@code cells/KEY/} has a cell's {@code report.json} or its
 * {@code failure.json}. Every file is renamed into its place when it is whole; locks end with the process that holds them.
 */
final class SweepFolder {

    static final String RECORD = "sweep.json";
    static final String REPORT = "report.json";
    private static final String MADE = "made.json";
    private static final String FAILURE = "failure.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;

    SweepFolder(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** Takes the lock of an encoder; empty if somebody else works on it. */
    Optional<HeldLock> tryLock(String encoderKey) throws IOException {
        return HeldLock.tryLock(lockFile(encoderKey));
    }

    /** Waits for the lock under which audio is decoded. */
    HeldLock lockPreparation() throws IOException {
        return HeldLock.await(lockFile("prepare"));
    }

    private Path lockFile(String name) throws IOException {
        return Files.createDirectories(root.resolve("locks")).resolve(name + ".lock");
    }

    Path run(String encoderKey) {
        return root.resolve("encoders").resolve(encoderKey);
    }

    private Path trained(String encoderKey) {
        return root.resolve("encoders").resolve(encoderKey + ".json");
    }

    boolean isTrained(String encoderKey) throws IOException {
        return read(trained(encoderKey)).path("finished").asBoolean(false);
    }

    /** Returns how long the pretraining took, over all its sessions. */
    double trainSeconds(String encoderKey) throws IOException {
        return read(trained(encoderKey)).path("seconds").asDouble(0);
    }

    /** Notes a session of a pretraining. */
    void trained(String encoderKey, double seconds, boolean finished) throws IOException {
        double before = trainSeconds(encoderKey);
        write(trained(encoderKey), Map.of("seconds", before + seconds, "finished", finished));
    }

    Path cell(String cellKey) {
        return root.resolve("cells").resolve(cellKey);
    }

    boolean isEvaluated(String cellKey) {
        return Files.isRegularFile(cell(cellKey).resolve(REPORT));
    }

    /** Notes who made a cell, when and of what. */
    void made(String cellKey, Provenance by, CellRunner.Description what) throws IOException {
        Map<String, String> made = new LinkedHashMap<>();
        made.put("data", what.data());
        made.put("network", what.network());
        made.put("training", what.training());
        made.put("commit", by.commit());
        made.put("finished", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        made.put("command", by.shortCommand());
        write(cell(cellKey).resolve(MADE), made);
    }

    /** Returns a fact about how a cell was made; empty if it is not known. */
    String made(String cellKey, String fact) throws IOException {
        return read(cell(cellKey).resolve(MADE)).path(fact).asText("");
    }

    Optional<String> failure(String cellKey) throws IOException {
        Path file = cell(cellKey).resolve(FAILURE);
        return Files.isRegularFile(file) ? Optional.of(read(file).path("reason").asText()) : Optional.empty();
    }

    void fail(String cellKey, String reason) throws IOException {
        Map<String, Object> failure = new LinkedHashMap<>();
        failure.put("reason", reason);
        failure.put("when", Instant.now().toString());
        write(cell(cellKey).resolve(FAILURE), failure);
    }

    void forgetFailure(String cellKey) throws IOException {
        Files.deleteIfExists(cell(cellKey).resolve(FAILURE));
    }

    JsonNode record() throws IOException {
        return read(root.resolve(RECORD));
    }

    void record(Object sweep) throws IOException {
        write(root.resolve(RECORD), sweep);
    }

    private static JsonNode read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return JSON.createObjectNode();
        }
        return JsonFile.object(file);
    }

    private static void write(Path file, Object content) throws IOException {
        text(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
    }

    /** Writes a file; several processes may do so at once. */
    static void text(Path file, String content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        WholeFile.writeText(file, content);
    }
}
