package io.clmr.train.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a session's figures go: {@code metrics.jsonl} and a TensorBoard event file. */
public final class RunMetrics implements Closeable {

    private static final String JSON_LINES = "metrics.jsonl";

    private final MetricsLog log;
    private final EventFile events;

    private RunMetrics(MetricsLog log, EventFile events) {
        this.log = log;
        this.events = events;
    }

    static RunMetrics open(Path folder, long step) throws IOException {
        MetricsLog log = MetricsLog.openAfter(folder.resolve(JSON_LINES), step);
        try {
            return new RunMetrics(log, EventFile.create(folder, step + 1, seconds()));
        } catch (IOException e) {
            log.close();
            throw e;
        }
    }

    /**
     * Writes figures of a step.
     *
     * @param group what they are about, such as {@code train}; part of the names in TensorBoard
     * @param values by lower_snake_case name
     */
    public void write(String group, long step, long epoch, Map<String, Double> values) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", step);
        line.put("epoch", epoch);
        Map<String, Double> tagged = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            line.put(name, value);
            tagged.put(group + "/" + name, value);
        });
        log.append(line);
        events.scalars(step, seconds(), tagged);
    }

    private static double seconds() {
        return System.currentTimeMillis() / 1000.0;
    }

    /** Makes sure that everything written so far survives a loss of power. */
    public void flush() throws IOException {
        log.flush();
    }

    @Override
    public void close() throws IOException {
        try {
            log.close();
        } finally {
            events.close();
        }
    }
}
