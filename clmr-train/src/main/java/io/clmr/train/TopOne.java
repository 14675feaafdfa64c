package io.clmr.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.clmr.core.engine.GradMode;

/** How often the most similar view in a batch is the other view of the same clip. */
final class TopOne {

    /** Takes a view's similarity to itself below all others, which are at least -1. */
    private static final double OUT_OF_REACH = 4;

    private TopOne() {}

    /**
     * Returns the share of the 2 · batch views for which it is.
     *
     * @param zI projections of the first views, [batch, dim]
     * @param zJ projections of the second views, [batch, dim]
     */
    static double share(NDArray zI, NDArray zJ) {
        return GradMode.off(() -> {
                    try (NDManager scope = zI.getManager().newSubManager()) {
                        NDArray both = zI.concat(zJ);
                        both.attach(scope);
                        NDArray unit = both.normalize(2, 1); // [2 batch, dim]
                        int views = Math.toIntExact(unit.getShape().get(0));
                        NDArray similarity = unit.matMul(unit.transpose()); // [2 batch, 2 batch]
                        similarity.subi(
                                scope.eye(views, views, 0, unit.getDataType()).muli(OUT_OF_REACH));
                        NDArray nearest = similarity.argMax(1).toType(DataType.INT64, false);
                        NDArray positives =
                                scope.arange(views).add(views / 2).mod(views).toType(DataType.INT64, false);
                        return nearest.eq(positives)
                                .toType(DataType.FLOAT32, false)
                                .mean()
                                .getFloat();
                    }
                })
                .doubleValue();
    }
}
