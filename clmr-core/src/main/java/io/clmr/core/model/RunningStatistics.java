package io.clmr.core.model;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;

/** Averages the statistics of batches with equal weights, where BatchNorm itself weighs the newest most. */
final class RunningStatistics {

    /** What BatchNorm adds of a batch to the running value: 1 - 0.9, computed in float as the engine does. */
    private static final double NEW_SHARE = 1f - 0.9f;

    private static final class Sum {

        private final NDArray running;
        private final double[] values;

        Sum(NDArray running) {
            this.running = running;
            values = new double[Math.toIntExact(running.size())];
        }
    }

    private final Map<String, Sum> sums = new LinkedHashMap<>();
    private int batches;

    /**
     * Starts an average.
     *
     * @param state holds the running values, by their PyTorch names
     */
    RunningStatistics(Map<String, NDArray> state) {
        state.forEach((name, array) -> {
            if (name.endsWith(".running_mean") || name.endsWith(".running_var")) {
                sums.put(name, new Sum(array));
            }
        });
    }

    /** Sets all running values to 0, so that after the next batch they hold its share alone. */
    void clear() {
        sums.values().forEach(sum -> write(sum.running, new double[sum.values.length]));
    }

    /** Takes in what the batch since {@link #clear()} has left. */
    void add() {
        batches++;
        for (Sum sum : sums.values()) {
            double[] share = HostTensor.of(sum.running).toDoubles();
            for (int i = 0; i < share.length; i++) {
                sum.values[i] += share[i] / NEW_SHARE;
            }
        }
    }

    /** Sets all running values to their averages. */
    void writeAverage() {
        for (Sum sum : sums.values()) {
            double[] average = sum.values.clone();
            for (int i = 0; i < average.length; i++) {
                average[i] /= batches;
            }
            write(sum.running, average);
        }
    }

    private static void write(NDArray running, double[] values) {
        EngineMemory.write(running, HostTensor.of(values, running.getShape().getShape()));
    }
}
