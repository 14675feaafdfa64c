package io.clmr.cli.console;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A line at the start, at the end and at most every ten seconds, for logs and pipes. */
final class LineProgress implements Progress {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Consumer<String> lines;
    private final String task;
    private final String unit;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private long lastNanos;
    private long firstDone = -1;
    private String pending = "";

    LineProgress(Consumer<String> lines, String task, String unit, LongSupplier nanoTime) {
        this.lines = lines;
        this.task = task;
        this.unit = unit;
        this.nanoTime = nanoTime;
        startNanos = nanoTime.getAsLong();
        lastNanos = startNanos - INTERVAL_NANOS;
    }

    @Override
    public synchronized void update(long done, long total, String note) {
        if (firstDone < 0) {
            firstDone = done;
        }
        long now = nanoTime.getAsLong();
        pending = line(done, total, note, (now - startNanos) / 1e9);
        if (now - lastNanos >= INTERVAL_NANOS) {
            lastNanos = now;
            lines.accept(pending);
            pending = "";
        }
    }

    private String line(long done, long total, String note, double seconds) {
        StringBuilder line = new StringBuilder(task).append(": ").append(done);
        if (total > 0) {
            line.append(" of ").append(total);
        }
        line.append(' ').append(unit);
        if (total > 0 && done > firstDone && done < total) {
            line.append(", ")
                    .append(Durations.text(seconds * (total - done) / (done - firstDone)))
                    .append(" left");
        } else if (done == total && total > 0) {
            line.append(String.format(Locale.ROOT, " in %s", Durations.text(seconds)));
        }
        return (note.isEmpty() ? line : line.append(", ").append(note)).toString();
    }

    @Override
    public synchronized void close() {
        if (!pending.isEmpty()) {
            lines.accept(pending);
            pending = "";
        }
    }
}
