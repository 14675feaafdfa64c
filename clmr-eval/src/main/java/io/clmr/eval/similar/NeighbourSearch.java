package io.clmr.eval.similar;

import java.io.Closeable;
import java.util.List;

/** Finds the rows of a matrix that are nearest to a query by cosine. */
interface NeighbourSearch extends Closeable {

    /**
     * Returns the nearest rows, the nearest first.
     *
     * @param query of the matrix's dimension
     * @param count how many; all rows if there are fewer
     */
    List<Neighbour> nearest(float[] query, int count);
}
