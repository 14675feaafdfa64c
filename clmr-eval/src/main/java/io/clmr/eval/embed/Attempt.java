package io.clmr.eval.embed;

/** What became of a file of a catalogue, of which none may end the work on the others. */
public sealed interface Attempt {

    /**
     * A file with at least one row.
     *
     * @param audioSeconds length of the whole file
     */
    record Embedded(Embedding embedding, double audioSeconds) implements Attempt {}

    /** A file without rows, and why: it cannot be read, or is too short. */
    record Failed(String reason) implements Attempt {}
}
