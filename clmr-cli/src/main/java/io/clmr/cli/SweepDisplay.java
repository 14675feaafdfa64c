package io.clmr.cli;

import io.clmr.cli.console.Console;
import io.clmr.lab.sweep.SweepListener;
import io.clmr.lab.sweep.SweepResults;
import java.io.IOException;
import java.nio.file.Path;

/** Tells how a sweep goes, a line an event, and keeps its tables up to date. */
final class SweepDisplay implements SweepListener {

    private final Console console;
    private final Path folder;

    SweepDisplay(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public synchronized void pretraining(String row, long seed) {
        console.say("sweep: pretraining " + row + ", seed " + seed);
    }

    @Override
    public synchronized void finished(String row, long seed, int done, int total) {
        console.say("sweep: " + done + " of " + total + " done, " + row + ", seed " + seed);
        writeTables();
    }

    @Override
    public synchronized void failed(String row, long seed, String reason) {
        console.warn(row + ", seed " + seed + " failed: " + reason);
        writeTables();
    }

    private void writeTables() {
        try {
            SweepResults.read(folder).writeTables();
        } catch (IOException e) {
            console.warn("results.csv could not be brought up to date: " + e.getMessage());
        }
    }
}
