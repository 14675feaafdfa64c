package io.clmr.train.optim;

import java.util.Map;
import java.util.TreeMap;

/** PyTorch's ReduceLROnPlateau with mode {@code min} and a relative threshold of 1e-4. */
final class PlateauSchedule implements Schedule {

    private static final double RELATIVE_THRESHOLD = 1e-4;
    /** PyTorch leaves the rate alone when the change would be smaller than this. */
    private static final double SMALLEST_CHANGE = 1e-8;

    private static final String RATE = "rate";
    private static final String BEST = "best";
    private static final String WAITING = "epochs_without_better";

    private final Warmup warmup;
    private final double factor;
    private final int patience;
    private double rate;
    private double best = Double.POSITIVE_INFINITY;
    private int epochsWithoutBetter;

    PlateauSchedule(Warmup warmup, double factor, int patience) {
        this.warmup = warmup;
        this.factor = factor;
        this.patience = patience;
        this.rate = warmup.fullRate();
    }

    @Override
    public double learningRate(long step, long epoch) {
        long position = warmup.position(step, epoch);
        return warmup.covers(position) ? warmup.rate(position) : rate;
    }

    @Override
    public boolean needsLoss() {
        return true;
    }

    @Override
    public void epochEnded(double meanLoss) {
        if (meanLoss < best * (1 - RELATIVE_THRESHOLD)) {
            best = meanLoss;
            epochsWithoutBetter = 0;
        } else {
            epochsWithoutBetter++;
        }
        if (epochsWithoutBetter > patience) {
            double reduced = rate * factor;
            if (rate - reduced > SMALLEST_CHANGE) {
                rate = reduced;
            }
            epochsWithoutBetter = 0;
        }
    }

    @Override
    public Map<String, Double> state() {
        Map<String, Double> state = new TreeMap<>();
        state.put(RATE, rate);
        state.put(WAITING, (double) epochsWithoutBetter);
        if (best < Double.POSITIVE_INFINITY) { // JSON has no infinity
            state.put(BEST, best);
        }
        return state;
    }

    @Override
    public void restore(Map<String, Double> state) {
        Double savedRate = state.get(RATE);
        Double savedWaiting = state.get(WAITING);
        if (savedRate == null || savedWaiting == null) {
            throw new IllegalArgumentException(
                    "schedule state has " + state.keySet() + ", expected " + RATE + " and " + WAITING);
        }
        rate = savedRate;
        epochsWithoutBetter = savedWaiting.intValue();
        best = state.getOrDefault(BEST, Double.POSITIVE_INFINITY);
    }
}
