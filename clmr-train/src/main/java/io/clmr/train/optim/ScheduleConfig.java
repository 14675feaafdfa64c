package io.clmr.train.optim;

/**
 * How the learning rate changes over the run.
 *
 * @param name the curve
 * @param unit whether the rate changes with every step or only from epoch to epoch (cosine and warm-up)
 * @param warmupSteps steps of linear rise to the full rate, at least 0
 * @param warmupEpochs the same in epochs; at most one of the two may be above 0
 * @param cosinePeriod what the cosine's half wave spans when there is a warm-up
 * @param factor what the plateau schedule multiplies the rate by, above 0 and below 1
 * @param patience epochs without a better loss the plateau schedule waits for, at least 0
 */
public record ScheduleConfig(
        Kind name,
        Unit unit,
        int warmupSteps,
        int warmupEpochs,
        CosinePeriod cosinePeriod,
        double factor,
        int patience) {

    /** The curves. */
    public enum Kind {
        CONSTANT,
        /** Half a cosine from the full rate to 0. */
        COSINE,
        /** Reduces the rate when the mean loss of an epoch has stopped falling. */
        PLATEAU
    }

    /** What advances the curve. */
    public enum Unit {
        STEP,
        EPOCH
    }

    /** What half a wave of the cosine spans. */
    public enum CosinePeriod {
        /** What the warm-up leaves of the run: the rate ends at 0. */
        REST,
        /** As many units as the whole run has, as the first published code does: the rate ends above 0. */
        ALL
    }

    public ScheduleConfig {
        if (warmupSteps < 0 || warmupEpochs < 0) {
            throw new IllegalArgumentException("warmup_steps is " + warmupSteps + " and warmup_epochs is "
                    + warmupEpochs + ", expected at least 0");
        }
        if (unit == Unit.EPOCH && warmupSteps > 0) {
            throw new IllegalArgumentException(
                    "warmup_steps is " + warmupSteps + " but unit is epoch; use warmup_epochs");
        }
        if (unit == Unit.STEP && warmupEpochs > 0) {
            throw new IllegalArgumentException(
                    "warmup_epochs is " + warmupEpochs + " but unit is step; use warmup_steps");
        }
        if (!(factor > 0 && factor < 1)) {
            throw new IllegalArgumentException("factor is " + factor + ", expected a number between 0 and 1");
        }
        if (patience < 0) {
            throw new IllegalArgumentException("patience is " + patience + ", expected at least 0");
        }
    }

    /** Returns the published setting: the rate does not change. */
    public static ScheduleConfig defaults() {
        return new ScheduleConfig(Kind.CONSTANT, Unit.STEP, 0, 0, CosinePeriod.REST, 0.1, 5);
    }

    /**
     * Makes the schedule of a run.
     *
     * @param learningRate the full rate
     * @param totalSteps length of the run in steps, at least 1
     * @param totalEpochs length of the run in epochs, at least 1
     */
    public Schedule create(double learningRate, long totalSteps, long totalEpochs) {
        Warmup warmup = new Warmup(learningRate, unit, unit == Unit.STEP ? warmupSteps : warmupEpochs);
        if (name == Kind.COSINE) {
            long total = unit == Unit.STEP ? totalSteps : totalEpochs;
            long period = cosinePeriod == CosinePeriod.ALL ? total : Math.max(1, total - warmup.length());
            return new CosineSchedule(warmup, period);
        }
        if (name == Kind.PLATEAU) {
            return new PlateauSchedule(warmup, factor, patience);
        }
        return new ConstantSchedule(warmup);
    }
}
