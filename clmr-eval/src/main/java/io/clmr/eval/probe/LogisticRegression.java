package io.clmr.eval.probe;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.clmr.core.engine.GradMode;
import io.clmr.core.engine.TorchEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * L2-regularised logistic regression as scikit-learn defines it: the minimum of half the squared coefficients plus C
 * times the sum of the losses; the intercept is free.
 *
 * @param coefficients [outputs][featureDim]
 * @param intercepts [outputs]
 * @param objectives the minima reached: one an output, or a single one of the softmax form
 */
@SuppressWarnings("ArrayRecordComponent") // plain numbers that are handed over, not compared
record LogisticRegression(double[][] coefficients, double[] intercepts, double[] objectives) {
    private static final double TOLERANCE = 1e-8;

    /** The loss of all rows by the logits, and its gradient. */
    private interface Loss {
        /**
         * Puts the loss of each output (or of all, in the first place) into {@code values} and returns the gradient.
         *
         * @param logits [rows, outputs]
         */
        NDArray of(NDArray logits, double[] values);
    }

    /** Fits one binary regression for each column of labels; see {@link #binaryPath}. */
    static LogisticRegression binary(double[][] rows, boolean[][] labels, double c) {
        return binaryPath(rows, labels, c).get(0);
    }

    /**
     * Fits one binary regression for each column of labels, for several C; all columns are evaluated together, and each
     * fit starts from the one before it.
     *
     * @param rows [rows][featureDim]
     * @param labels [rows][outputs]
     * @param cs best rising, since near optima make short ways
     */
    static List<LogisticRegression> binaryPath(double[][] rows, boolean[][] labels, double... cs) {
        int outputs = labels[0].length;
        double[][] truth = new double[outputs][rows.length];
        for (int k = 0; k < outputs; k++) {
            for (int n = 0; n < rows.length; n++) {
                truth[k][n] = labels[n][k] ? 1 : 0;
            }
        }
        try (Problem problem = new Problem(rows)) {
            List<LogisticRegression> path = new ArrayList<>();
            double[][] starts = new double[outputs][problem.dim + 1];
            for (double c : cs) {
                List<Lbfgs> searches = Arrays.stream(starts)
                        .map(start -> new Lbfgs(start, TOLERANCE))
                        .toList();
                search(problem, searches, truth, c);
                starts = searches.stream().map(Lbfgs::point).toArray(double[][]::new);
                path.add(of(starts, searches.stream().mapToDouble(Lbfgs::value).toArray()));
            }
            return path;
        }
    }

    private static void search(Problem problem, List<Lbfgs> searches, double[][] truth, double c) {
        List<Integer> active = IntStream.range(0, searches.size()).boxed().toList();
        while (!active.isEmpty()) {
            double[][] points =
                    active.stream().map(k -> searches.get(k).point()).toArray(double[][]::new);
            double[][] wanted = active.stream().map(k -> truth[k]).toArray(double[][]::new);
            double[] values = new double[points.length];
            double[][] gradients = problem.evaluate(points, c, values, binaryLoss(wanted));
            for (int n = 0; n < points.length; n++) {
                searches.get(active.get(n)).tell(values[n], gradients[n]);
            }
            active = active.stream().filter(k -> !searches.get(k).isDone()).toList();
        }
    }

    /** Fits the multinomial (softmax) form; see {@link #softmaxPath}. */
    static LogisticRegression softmax(double[][] rows, int[] classes, int outputs, double c) {
        return softmaxPath(rows, classes, outputs, c).get(0);
    }

    /** Fits the multinomial (softmax) form for several C, each fit from the one before it. */
    static List<LogisticRegression> softmaxPath(double[][] rows, int[] classes, int outputs, double... cs) {
        double[][] truth = new double[outputs][rows.length];
        for (int n = 0; n < classes.length; n++) {
            truth[classes[n]][n] = 1;
        }
        try (Problem problem = new Problem(rows)) {
            List<LogisticRegression> path = new ArrayList<>();
            int size = problem.dim + 1;
            double[] start = new double[outputs * size];
            for (double c : cs) {
                Lbfgs search = new Lbfgs(start, TOLERANCE);
                while (!search.isDone()) {
                    double[] values = new double[outputs];
                    double[][] gradients =
                            problem.evaluate(split(search.point(), outputs, size), c, values, softmaxLoss(truth));
                    search.tell(
                            Arrays.stream(values).sum(),
                            Arrays.stream(gradients)
                                    .flatMapToDouble(Arrays::stream)
                                    .toArray());
                }
                start = search.point();
                path.add(of(split(start, outputs, size), new double[] {search.value()}));
            }
            return path;
        }
    }

    private static double[][] split(double[] flat, int parts, int size) {
        return IntStream.range(0, parts)
                .mapToObj(k -> Arrays.copyOfRange(flat, k * size, (k + 1) * size))
                .toArray(double[][]::new);
    }

    private static LogisticRegression of(double[][] points, double[] objectives) {
        int dim = points[0].length - 1;
        return new LogisticRegression(
                Arrays.stream(points).map(p -> Arrays.copyOf(p, dim)).toArray(double[][]::new),
                Arrays.stream(points).mapToDouble(p -> p[dim]).toArray(),
                objectives);
    }

    private static Loss binaryLoss(double[][] truth) {
        return (logits, values) -> {
            NDArray y = matrix(logits.getManager(), truth).transpose(); // [rows, outputs]
            // log(1 + e^f) without overflow
            NDArray softPlus =
                    logits.maximum(0).add(logits.abs().neg().exp().add(1).log());
            copy(softPlus.sub(logits.mul(y)).sum(new int[] {0}), values);
            return Activation.sigmoid(logits).sub(y);
        };
    }

    private static Loss softmaxLoss(double[][] truth) {
        return (logits, values) -> {
            NDArray y = matrix(logits.getManager(), truth).transpose(); // [rows, classes]
            NDArray logProbabilities = logits.logSoftmax(1);
            copy(logProbabilities.mul(y).sum(new int[] {0}).neg(), values);
            return logProbabilities.exp().sub(y);
        };
    }

    private static void copy(NDArray from, double[] to) {
        System.arraycopy(from.toDoubleArray(), 0, to, 0, to.length);
    }

    private static NDArray matrix(NDManager manager, double[][] rows) {
        double[] flat = new double[rows.length * rows[0].length];
        for (int n = 0; n < rows.length; n++) {
            System.arraycopy(rows[n], 0, flat, n * rows[0].length, rows[0].length);
        }
        return manager.create(flat, new Shape(rows.length, rows[0].length));
    }

    /** The rows on the CPU in double precision. */
    private static final class Problem implements AutoCloseable {
        private final NDManager manager = TorchEngine.get().newBaseManager(Device.cpu());
        private final NDArray rows; // [rows, dim]
        private final int dim;

        Problem(double[][] rows) {
            this.rows = matrix(manager, rows);
            dim = rows[0].length;
        }

        /**
         * Evaluates several outputs at once.
         *
         * @param points coefficients and, last, intercept of each output
         * @param values receives the objective of each
         * @return the gradient of each, as the points
         */
        double[][] evaluate(double[][] points, double c, double[] values, Loss loss) {
            return GradMode.off(() -> {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray all = matrix(scope, points); // [outputs, dim + 1]
                    NDArray w = all.get(":, :" + dim);
                    NDArray x = rows.get(scope, new NDIndex(":"));
                    NDArray logits = x.matMul(w.transpose()).add(all.get(":, " + dim)); // [rows, outputs]
                    NDArray byLogits = loss.of(logits, values);
                    double[] byWeight = byLogits.transpose().matMul(x).toDoubleArray(); // [outputs, dim]
                    double[] byIntercept = byLogits.sum(new int[] {0}).toDoubleArray();
                    double[][] gradients = new double[points.length][dim + 1];
                    for (int k = 0; k < points.length; k++) {
                        values[k] *= c;
                        for (int d = 0; d < dim; d++) {
                            values[k] += 0.5 * points[k][d] * points[k][d];
                            gradients[k][d] = points[k][d] + c * byWeight[k * dim + d];
                        }
                        gradients[k][dim] = c * byIntercept[k];
                    }
                    return gradients;
                }
            });
        }

        @Override
        public void close() {
            manager.close();
        }
    }
}
