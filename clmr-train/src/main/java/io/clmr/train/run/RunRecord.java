package io.clmr.train.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.base.files.WholeFile;
import io.clmr.core.checkpoint.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * {@code run.json}: what the run is and on what it ran.
 *
 * @param formatVersion of this file
 * @param version of this program when the run was started
 * @param seed of the run
 * @param dataFingerprint hash over the training tracks
 * @param configFingerprint hash over the keys that decide the run
 * @param config the flattened configuration, by key
 * @param sessions the run's start and every time it was resumed
 */
record RunRecord(
        @JsonProperty("format_version") int formatVersion,
        @JsonProperty("version") String version,
        @JsonProperty("seed") long seed,
        @JsonProperty("data_fingerprint") String dataFingerprint,
        @JsonProperty("config_fingerprint") String configFingerprint,
        @JsonProperty("config") Map<String, String> config,
        @JsonProperty("sessions") List<Session> sessions) {

    RunRecord {
        // what a file may lack, and no run can do without
        Objects.requireNonNull(configFingerprint, "config_fingerprint");
        Objects.requireNonNull(dataFingerprint, "data_fingerprint");
        config.values().forEach(Objects::requireNonNull);
        sessions = List.copyOf(sessions);
        if (sessions.isEmpty()) {
            throw new IllegalArgumentException("sessions is empty, expected the run's start");
        }
    }

    static final String FILE = "run.json";
    private static final int FORMAT_VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One process that worked on the run.
     *
     * @param started when, UTC
     * @param fromStep steps taken before
     * @param version of this program
     * @param command the command line
     * @param changes what differs from the session before in the configuration
     * @param machine what it ran on, by name
     */
    record Session(
            @JsonProperty("started") String started,
            @JsonProperty("from_step") long fromStep,
            @JsonProperty("version") String version,
            @JsonProperty("command") List<String> command,
            @JsonProperty("changes") List<String> changes,
            @JsonProperty("machine") Map<String, String> machine) {}

    static RunRecord start(RunDescription description) {
        Session session = session(description, 0, List.of());
        return new RunRecord(
                FORMAT_VERSION,
                description.version(),
                description.seed(),
                description.dataFingerprint(),
                ConfigComparison.fingerprint(description.configValues()),
                new TreeMap<>(description.configValues()),
                List.of(session));
    }

    private static Session session(RunDescription description, long fromStep, List<String> changes) {
        return new Session(
                Instant.now().toString(), fromStep, description.version(), description.command(), changes, Map.of());
    }

    /** Returns this record with one more session and the configuration of now. */
    RunRecord resumed(RunDescription description, long fromStep, List<String> changes) {
        List<Session> more = new ArrayList<>(sessions);
        more.add(session(description, fromStep, changes));
        return new RunRecord(
                formatVersion,
                version,
                seed,
                dataFingerprint,
                configFingerprint,
                new TreeMap<>(description.configValues()),
                more);
    }

    /** Returns this record with the machine of its last session. */
    RunRecord on(Map<String, String> machine) {
        List<Session> same = new ArrayList<>(sessions);
        Session last = same.remove(same.size() - 1);
        same.add(new Session(
                last.started(),
                last.fromStep(),
                last.version(),
                last.command(),
                last.changes(),
                new LinkedHashMap<>(machine)));
        return new RunRecord(formatVersion, version, seed, dataFingerprint, configFingerprint, config, same);
    }

    /** Refuses to go on if the configuration or the data differ in what decides the run. */
    void refuseOther(Path folder, RunDescription now) throws RunFolderException {
        List<String> changes = ConfigComparison.decidingChanges(config, now.configValues());
        if (!changes.isEmpty()) {
            throw new RunFolderException(
                    folder,
                    "cannot be resumed with another configuration: " + String.join("; ", changes)
                            + ". Set these back, or start a new run");
        }
        if (!dataFingerprint.equals(now.dataFingerprint())) {
            throw new RunFolderException(
                    folder,
                    "cannot be resumed with other data: the training tracks or their audio have changed since the run"
                            + " was started. Give it the same data (a folder without labels was once divided: --split ratios"
                            + " does it again), or start a new run");
        }
    }

    static RunRecord read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new RunFolderException(folder, "is not a run folder: it has no " + FILE);
        }
        RunRecord found = JsonFile.read(file, JSON, RunRecord.class);
        if (found.formatVersion() != FORMAT_VERSION) {
            throw new RunFolderException(
                    folder,
                    FILE + " has format_version " + found.formatVersion() + ", this program reads " + FORMAT_VERSION);
        }
        return found;
    }

    void write(Path folder) throws IOException {
        WholeFile.writeText(
                folder.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    }
}
