package io.clmr.lab.sweep;

/** Hears how a sweep goes; called from the threads that work on it. */
public interface SweepListener {

    /** A pretraining begins or goes on. */
    void pretraining(String row, long seed);

    /** A cell is evaluated, or only trained where that was all; the count includes those of earlier runs. */
    void finished(String row, long seed, int done, int total);

    /** A cell cannot be finished. */
    void failed(String row, long seed, String reason);
}
