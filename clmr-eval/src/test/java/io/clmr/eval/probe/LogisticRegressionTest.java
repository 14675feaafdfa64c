package io.clmr.eval.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clmr.data.npy.NpyArray;
import io.clmr.eval.Golden;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticRegressionTest {
    private static Map<String, NpyArray> golden = Map.of();
    private static double[][] rows = new double[0][];

    @BeforeAll
    static void read() throws IOException {
        golden = Golden.npz("probe.npz");
        rows = rows("features", 12);
    }

    /** Objectives to 1e-7 relative, coefficients to 1e-4, as the reference's own note asks. */
    @ParameterizedTest
    @ValueSource(strings = {"0.01", "0.1", "1", "10", "100"})
    void reachesScikitLearnsOptimumForEachTag(String c) {
        double[][] tags = rows("tags", 3);
        boolean[][] labels = new boolean[tags.length][3];
        for (int n = 0; n < tags.length; n++) {
            for (int k = 0; k < 3; k++) {
                labels[n][k] = tags[n][k] == 1;
            }
        }
        LogisticRegression fitted = LogisticRegression.binary(rows, labels, Double.parseDouble(c));
        for (int k = 0; k < 3; k++) {
            double objective = golden.get("C" + c + "__objective").values()[k];
            assertEquals(objective, fitted.objectives()[k], 1e-7 * objective);
            assertEquals(golden.get("C" + c + "__intercept").values()[k], fitted.intercepts()[k], 1e-4);
            for (int d = 0; d < 12; d++) {
                double coefficient = golden.get("C" + c + "__coef").values()[k * 12 + d];
                assertEquals(coefficient, fitted.coefficients()[k][d], 1e-4);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.01", "0.1", "1", "10", "100"})
    void reachesScikitLearnsSoftmaxOptimum(String c) {
        int[] classes = Arrays.stream(golden.get("classes").values())
                .mapToInt(v -> (int) v)
                .toArray();
        LogisticRegression fitted = LogisticRegression.softmax(rows, classes, 4, Double.parseDouble(c));
        double objective = golden.get("C" + c + "__softmax_objective").values()[0];
        assertEquals(objective, fitted.objectives()[0], 1e-7 * objective);
        for (int n = 0; n < 4 * 12; n++) {
            double coefficient = golden.get("C" + c + "__softmax_coef").values()[n];
            assertEquals(coefficient, fitted.coefficients()[n / 12][n % 12], 1e-4);
        }
    }

    /** Two points at -1 and 1: by symmetry no intercept, and w = 2 C / (1 + e^w). */
    @Test
    void meetsTheClosedFormOfTwoPoints() {
        double w = LogisticRegression.binary(new double[][] {{-1}, {1}}, new boolean[][] {{false}, {true}}, 1)
                .coefficients()[0][0];
        assertEquals(w, 2 / (1 + Math.exp(w)), 1e-7);
    }

    private static double[][] rows(String name, int columns) {
        double[] flat = golden.get(name).values();
        double[][] out = new double[flat.length / columns][];
        for (int n = 0; n < out.length; n++) {
            out[n] = Arrays.copyOfRange(flat, n * columns, (n + 1) * columns);
        }
        return out;
    }
}
