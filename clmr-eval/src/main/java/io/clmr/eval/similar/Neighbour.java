package io.clmr.eval.similar;

/**
 * A row near a query.
 *
 * @param row of the matrix
 * @param similarity cosine of the angle between them, -1 to 1
 */
record Neighbour(int row, double similarity) {}
