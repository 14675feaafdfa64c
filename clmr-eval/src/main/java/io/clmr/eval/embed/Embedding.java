package io.clmr.eval.embed;

import io.clmr.eval.features.NotFiniteException;

/**
 * The rows of one file.
 *
 * @param rows [rows][dim]
 * @param startSeconds where in the file each row begins
 * @param endSeconds where it ends
 */
@SuppressWarnings("ArrayRecordComponent") // a matrix that is handed over, not compared
public record Embedding(float[][] rows, double[] startSeconds, double[] endSeconds) {
    public Embedding {
        if (rows.length != startSeconds.length || rows.length != endSeconds.length) {
            throw new IllegalArgumentException(rows.length + " rows, " + startSeconds.length + " starts and "
                    + endSeconds.length + " ends, expected as many of each");
        }
        NotFiniteException.refuse("the embedding", rows);
    }
}
