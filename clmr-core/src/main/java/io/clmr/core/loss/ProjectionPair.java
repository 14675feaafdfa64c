package io.clmr.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.stream.LongStream;

/**
 * The projections of a batch's two views, as a loss is given them.
 *
 * @param zI of the first views, [batch, dim]
 * @param zJ of the second views, [batch, dim]; row i is of the same clip as row i of {@code zI}
 */
record ProjectionPair(NDArray zI, NDArray zJ) {

    /** A projection shorter than this is divided by this instead of its length, as PyTorch's cosine similarity does. */
    private static final double MIN_NORM = 1e-8;

    ProjectionPair {
        Shape shape = zI.getShape();
        if (shape.dimension() != 2 || !shape.equals(zJ.getShape())) {
            throw new IllegalArgumentException("projections are " + shape + " and " + zJ.getShape()
                    + ", expected two of the same shape [batch, dim]");
        }
    }

    int batch() {
        return Math.toIntExact(zI.getShape().get(0));
    }

    /** Makes the manager that a computation's intermediate arrays belong to; to be closed. */
    NDManager newScope() {
        return zI.getManager().newSubManager();
    }

    /** Returns all projections at length 1, first views first, [2 · batch, dim]. */
    NDArray unit(NDManager scope) {
        NDArray both = zI.concat(zJ);
        both.attach(scope);
        return both.normalize(2, 1, MIN_NORM);
    }

    /** Returns a number of the projections' type that the backward pass may need. */
    NDArray constant(double value, NDManager scope) {
        return kept(scope.create(value).toType(zI.getDataType(), false));
    }

    /** Returns the row of each projection's positive among all, [2 · batch, 1]: row i and row i + batch are of one clip. */
    NDArray positives(NDManager scope) {
        long anchors = 2L * batch();
        long[] rows =
                LongStream.range(0, anchors).map(i -> (i + batch()) % anchors).toArray();
        return kept(scope.create(rows, new Shape(anchors, 1)));
    }

    /**
     * Copies a constant into the engine's own memory, where the backward pass still finds it.
     *
     * <p>An array made from Java values lies in a Java buffer, which is collected once the array is closed, whatever the
     * engine has kept of it. {@code div(Number)} makes such an array too.
     */
    private static NDArray kept(NDArray constant) {
        return constant.duplicate();
    }
}
