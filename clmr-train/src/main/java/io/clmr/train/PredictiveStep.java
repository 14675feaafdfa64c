package io.clmr.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.clmr.augment.RandomStream;
import io.clmr.core.engine.GradMode;
import io.clmr.core.loss.InfoNce;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.SequenceEncoder;
import java.util.Optional;

/**
 * A step of contrastive predictive coding: one window of each clip, predictions of its next moments from a random run of
 * positions, negatives from the whole batch.
 *
 * <p>What is drawn depends on seed and step alone, so that a resumed run draws the same.
 */
final class PredictiveStep implements TrainingStep {

    /** Keeps these draws apart from the views', which have another number of coordinates. */
    private static final long PURPOSE = 0x435043; // CPC

    /**
     * What came out.
     *
     * @param loss scalar
     * @param share of the predictions nearest to the true encoding, scalar
     */
    record Result(NDArray loss, NDArray share) implements TrainingStep.Result {

        @Override
        public double topOne() {
            return share.getFloat();
        }

        @Override
        public Optional<EmbeddingHealth> health() {
            return Optional.empty();
        }
    }

    private final ContrastiveModel model;
    private final InfoNce loss;
    private final long seed;

    PredictiveStep(ContrastiveModel model, InfoNce loss, long seed) {
        this.model = model;
        this.loss = loss;
        this.seed = seed;
    }

    @Override
    public Result run(NDArray[] views, long step) {
        SequenceEncoder.Sequence sequence = model.sequence(views[0]);
        int batch = Math.toIntExact(sequence.contexts().getShape().get(0));
        int length = Math.toIntExact(sequence.contexts().getShape().get(1));
        int positions = loss.positions(length);
        RandomStream stream = RandomStream.of(seed, PURPOSE, step);
        // Differs from the published code: there the last possible run is never drawn
        int first = stream.uniformInt(0, length - positions);
        long[] negatives = negatives(batch * length, stream);
        InfoNce.Value value = GradMode.on(() -> {
            NDArray run = sequence.contexts().get(new NDIndex(":, {}:{}", first, first + positions));
            return loss.loss(sequence.encodings(), model.project(run, true), first, negatives);
        });
        NDArray ones =
                views[0].getManager().ones(value.loss().getShape(), value.loss().getDataType());
        JniUtils.backward((PtNDArray) value.loss(), (PtNDArray) ones, false, false);
        return new Result(value.loss(), value.topOne());
    }

    /** Draws a permutation of all moments for each negative; a moment's negatives stand side by side. */
    private long[] negatives(int moments, RandomStream stream) {
        int each = loss.negatives();
        long[] rows = new long[moments * each];
        for (int n = 0; n < each; n++) {
            int[] order = permutation(moments, stream);
            for (int moment = 0; moment < moments; moment++) {
                rows[moment * each + n] = order[moment];
            }
        }
        return rows;
    }

    /** Fisher and Yates. */
    private static int[] permutation(int size, RandomStream stream) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = stream.uniformInt(0, i);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
