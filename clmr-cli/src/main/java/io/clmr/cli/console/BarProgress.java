package io.clmr.cli.console;

import io.clmr.base.files.PrintableText;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with the time left, redrawn in place. */
final class BarProgress implements Progress {

    private static final int REDRAW_MS = 250;

    private final ProgressBar bar;

    BarProgress(PrintStream err, String task, String unit) {
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setUnit(" " + unit, 1)
                .setInitialMax(-1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAW_MS)
                .setConsumer(new ConsoleProgressBarConsumer(err))
                .build();
    }

    @Override
    public synchronized void update(long done, long total, String note) {
        bar.maxHint(total == 0 ? -1 : total);
        bar.stepTo(done);
        bar.setExtraMessage(note.isEmpty() ? "" : " " + PrintableText.of(note));
    }

    @Override
    public synchronized void close() {
        bar.close();
    }
}
