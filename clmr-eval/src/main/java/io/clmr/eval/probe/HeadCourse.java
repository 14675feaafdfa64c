package io.clmr.eval.probe;

import io.clmr.eval.probe.TrainedHead.Layer;
import java.util.List;

/** How the training of a head goes on from epoch to epoch: the rate, the end, and which weights count. */
sealed interface HeadCourse {

    /** Returns the rate of the next steps. */
    double rate();

    /** Looks at an epoch that is over and says whether it was the last. */
    boolean epochEnded(ValidationPass validation);

    /** Hears of the weights after an epoch that {@link #epochEnded} has looked at. */
    default void remember(HeadNetwork network) {}

    /** Returns the weights that count. */
    default List<Layer> result(HeadNetwork network) {
        return network.copy();
    }

    /** The second code's: the rate is cut on a plateau of the validation loss; the last weights count. */
    final class Loss implements HeadCourse {
        private final Plateau plateau;
        private final EarlyStopping stopping;

        Loss(double learningRate, int patience) {
            plateau = new Plateau(learningRate);
            stopping = new EarlyStopping(patience);
        }

        @Override
        public double rate() {
            return plateau.rate();
        }

        @Override
        public boolean epochEnded(ValidationPass validation) {
            double loss = validation.loss();
            plateau.step(loss);
            return stopping.isLast(loss);
        }
    }

    /**
     * The first code's: the rate stays, and training ends after some epochs in a row in which both scores are below
     * those of the last epoch that was not such a one. The weights of the last worse epoch count, if there was one: a
     * quirk of that code, kept.
     */
    final class Scores implements HeadCourse {
        private final double learningRate;
        private final int patience;
        private ValidationPass.Scores last = new ValidationPass.Scores(0, 0);
        private int worse;
        private List<Layer> kept = List.of();

        Scores(double learningRate, int patience) {
            this.learningRate = learningRate;
            this.patience = patience;
        }

        @Override
        public double rate() {
            return learningRate;
        }

        @Override
        public boolean epochEnded(ValidationPass validation) {
            ValidationPass.Scores scores = validation.scores();
            if (scores.rocAuc() < last.rocAuc() && scores.averagePrecision() < last.averagePrecision()) {
                worse++;
            } else {
                last = scores;
                worse = 0;
            }
            return worse >= patience;
        }

        @Override
        public void remember(HeadNetwork network) {
            if (worse > 0) {
                kept = network.copy();
            }
        }

        @Override
        public List<Layer> result(HeadNetwork network) {
            return kept.isEmpty() ? network.copy() : kept;
        }
    }
}
