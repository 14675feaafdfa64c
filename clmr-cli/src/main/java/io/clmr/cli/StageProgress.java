package io.clmr.cli;

import io.clmr.cli.console.Progress;
import io.clmr.eval.features.ProgressListener;

/** Shows work that goes through several stages, one display after the other, and ends it if the user wants. */
final class StageProgress implements ProgressListener, AutoCloseable {

    private final Session session;
    private String stage = "";
    private Progress progress = Progress.SILENT;

    StageProgress(Session session) {
        this.session = session;
    }

    @Override
    public synchronized void progress(String name, long done, long total) {
        session.interruption().check();
        if (!name.equals(stage)) {
            progress.close();
            stage = name;
            progress = session.console().progress(name, "done");
        }
        progress.update(done, total, "");
    }

    @Override
    public synchronized void close() {
        progress.close();
    }
}
