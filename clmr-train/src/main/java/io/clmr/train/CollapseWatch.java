package io.clmr.train;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns, once a session, when all projections lie in one point or on one line.
 *
 * <p>Fresh weights send every clip in nearly the same direction and a healthy run leaves it within some dozen steps, so
 * that only several logged steps in a row beyond those count.
 */
final class CollapseWatch {

    private static final Logger LOG = LoggerFactory.getLogger(CollapseWatch.class);

    static final double LEAST_RANK = 2;
    static final double MOST_UNIFORMITY = -0.05;
    static final int LOGS_IN_A_ROW = 5;

    /** Steps of a run that are not looked at. */
    static final long START_STEPS = 100;

    private int inARow;
    private boolean warned;

    /** Looks at a logged step; returns whether this one made it warn. */
    boolean look(long step, EmbeddingHealth health) {
        boolean collapsed = health.effectiveRank() < LEAST_RANK || health.uniformity() > MOST_UNIFORMITY;
        inARow = collapsed && step > START_STEPS ? inARow + 1 : 0;
        if (warned || inARow < LOGS_IN_A_ROW) {
            return false;
        }
        warned = true;
        LOG.warn(
                "step {}: the projections have collapsed: effective rank {} (expected at least {}), uniformity {}"
                        + " (expected at most {}), at {} logged steps in a row; the encoder tells clips apart hardly or"
                        + " not at all: try a lower optimizer.learning_rate or a higher loss.temperature, and a longer"
                        + " warm-up",
                step,
                String.format(Locale.ROOT, "%.2f", health.effectiveRank()),
                LEAST_RANK,
                String.format(Locale.ROOT, "%.3f", health.uniformity()),
                MOST_UNIFORMITY,
                LOGS_IN_A_ROW);
        return true;
    }
}
