package io.clmr.train;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns, once a session, when all projections lie in one point or on one line.
 *
 * <p>BatchNorm spreads the projections of a batch from the first step on, so that a healthy run is never near that; one
 * batch may be odd, several logged steps in a row are not.
 */
final class CollapseWatch {

    private static final Logger LOG = LoggerFactory.getLogger(CollapseWatch.class);

    static final double LEAST_RANK = 2;
    static final double MOST_UNIFORMITY = -0.05;
    static final int LOGS_IN_A_ROW = 5;

    /** Clips from which the rank counts: the projections of two clips spread best on one line, pointing apart. */
    static final int LEAST_CLIPS = 8;

    private final boolean ranksCount;
    private int inARow;
    private boolean warned;

    CollapseWatch(int batchSize) {
        ranksCount = batchSize >= LEAST_CLIPS;
    }

    /** Looks at a logged step; returns whether this one made it warn. */
    boolean look(long step, EmbeddingHealth health) {
        boolean isLine = ranksCount && health.effectiveRank() < LEAST_RANK;
        inARow = isLine || health.uniformity() > MOST_UNIFORMITY ? inARow + 1 : 0;
        if (warned || inARow < LOGS_IN_A_ROW) {
            return false;
        }
        warned = true;
        LOG.warn(
                "step {}: the projections have collapsed: effective rank {} (expected at least {}), uniformity {}"
                        + " (expected at most {}), at {} logged steps in a row; the encoder tells clips apart hardly or"
                        + " not at all: try a lower optimizer.learning_rate or a higher loss.temperature (where the loss has one), and a longer"
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
