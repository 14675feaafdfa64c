package io.clmr.train.supervised;

import java.util.LinkedHashMap;
import java.util.Map;

/** Ends a run after some epochs without a lower validation loss. */
final class EarlyEnd {
    private static final String BEST = "early_stop_best";
    private static final String WAITED = "early_stop_waited";

    private final int patience;
    private double best = Double.POSITIVE_INFINITY;
    private int waited;

    /** @param patience 0 = never */
    EarlyEnd(int patience) {
        this.patience = patience;
    }

    void epochEnded(double loss) {
        if (loss < best) {
            best = loss;
            waited = 0;
        } else {
            waited++;
        }
    }

    boolean isReached() {
        return patience > 0 && waited >= patience;
    }

    Map<String, Double> state() {
        Map<String, Double> state = new LinkedHashMap<>();
        state.put(WAITED, (double) waited);
        if (best < Double.POSITIVE_INFINITY) { // JSON has no infinity
            state.put(BEST, best);
        }
        return state;
    }

    void restore(Map<String, Double> state) {
        waited = state.getOrDefault(WAITED, 0.0).intValue();
        best = state.getOrDefault(BEST, Double.POSITIVE_INFINITY);
    }
}
