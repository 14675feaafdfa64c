package io.clmr.lab.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Trains and evaluates cells; called from several threads. */
public interface CellRunner {

    /** Evaluates the cells of one encoder one after the other, whose features it may keep meanwhile. */
    interface Evaluator extends AutoCloseable {
        /** Evaluates a cell; afterwards its folder has a {@code report.json}. */
        void evaluate(Cell cell, Path folder) throws IOException;

        @Override
        void close();
    }

    /** What a cell is expected to take on this machine. */
    record Estimate(double pretrainSeconds, double evaluateSeconds) {}

    /**
     * What stands beside a cell's score, in words.
     *
     * @param data what it is trained and evaluated on, with the numbers of clips
     * @param network encoder and width; empty if there is none, as for a classic baseline
     * @param training batch, length and optimiser; empty if nothing is trained
     */
    record Description(String data, String network, String training) {}

    /** Returns what a cell is, for its readers. */
    Description describe(Cell cell) throws IOException;

    /** Returns a cell's keys; throws if its settings are no valid configuration. */
    CellKeys keys(Cell cell) throws IOException;

    /** Makes a cell's audio ready; called by one process at a time, with nothing to do the second time. */
    void prepare(Cell cell) throws IOException;

    /**
     * Trains a cell's encoder, or goes on with a training that was stopped.
     *
     * @param run its run folder, which may not be there yet
     * @return whether it came to its end; if not it was stopped
     */
    boolean pretrain(Cell cell, Path run) throws Exception;

    /** Opens the encoder of cells; {@code run} is the run folder of those that train. */
    Evaluator open(Optional<Path> run);

    /** Returns what a cell is expected to take; may measure for some seconds. */
    Estimate estimate(Cell cell) throws IOException;

    /** Returns whether the user wants to stop; what then fails did so for that reason. */
    boolean stopped();
}
