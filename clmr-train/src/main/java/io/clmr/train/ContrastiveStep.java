package io.clmr.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.clmr.core.engine.GradMode;
import io.clmr.core.loss.ContrastiveLoss;
import io.clmr.core.model.ContrastiveModel;
import java.util.Optional;

/**
 * Computes a batch's loss and adds its gradient to the parameters.
 *
 * <p>With one part, the batch goes through the network once per view. Of more than two views, the loss is the mean over all pairs. With more, gradients are cached (Gao et al.
 * 2021): the projections of all parts first, then the loss of the whole batch and its gradient at the projections, then
 * each part a second time, with that gradient sent back through it. Negatives are those of the whole batch and only one
 * part's activations are in memory at a time. BatchNorm sees one part at a time, both times the same one, so the
 * gradient is exactly that of the computed loss.
 */
final class ContrastiveStep implements TrainingStep {

    /**
     * What came out of a step; the arrays belong to the step's scope.
     *
     * @param loss scalar
     * @param zI projections of the first views, [batch, dim]
     * @param zJ projections of the second views, [batch, dim]
     */
    record Result(NDArray loss, NDArray zI, NDArray zJ) implements TrainingStep.Result {

        @Override
        public double topOne() {
            return TopOne.share(zI, zJ);
        }

        @Override
        public Optional<EmbeddingHealth> health() {
            return Optional.of(EmbeddingHealth.of(zI, zJ));
        }
    }

    private final ContrastiveModel model;
    private final ContrastiveLoss loss;
    private final int parts;
    private final RunningBuffers buffers;

    /** @param parts number of equal parts a batch is cut into, at least 1 */
    ContrastiveStep(ContrastiveModel model, ContrastiveLoss loss, int parts) {
        this.model = model;
        this.loss = loss;
        this.parts = parts;
        buffers = new RunningBuffers(model);
    }

    @Override
    public Result run(NDArray[] views, long step) {
        return run(views);
    }

    /**
     * Goes forward and backward.
     *
     * @param views two or more, each [batch, 1, samples] of the same clips, owned by the step's scope
     */
    Result run(NDArray... views) {
        return parts == 1 ? whole(views) : cached(views);
    }

    private Result whole(NDArray[] views) {
        NDList projections = new NDList(views.length);
        for (NDArray view : views) {
            projections.add(forward(view));
        }
        return sentBack(projections);
    }

    private Result cached(NDArray[] views) {
        NDManager scope = views[0].getManager();
        NDList projections = new NDList(views.length);
        for (NDArray view : views) {
            projections.add(projections(view, scope));
        }
        Result result = sentBack(projections);
        // The second passes see the same batches again; the running statistics must count them once.
        NDList statistics = buffers.copy(scope);
        for (int view = 0; view < views.length; view++) {
            sendBack(views[view], projections.get(view).getGradient());
        }
        buffers.restore(statistics);
        return result;
    }

    /** Computes the loss of all views' projections and its gradient. */
    private Result sentBack(NDList projections) {
        NDArray value = GradMode.on(() -> meanOverPairs(projections));
        backward(value, value.getManager().ones(value.getShape(), value.getDataType()));
        return new Result(value, projections.get(0), projections.get(1));
    }

    /** Returns the mean of the loss over all pairs of views; of two views their loss itself. */
    private NDArray meanOverPairs(NDList projections) {
        NDArray sum = loss.loss(projections.get(0), projections.get(1));
        if (projections.size() == 2) {
            return sum;
        }
        for (int j = 2; j < projections.size(); j++) {
            for (int i = 0; i < j; i++) {
                sum = sum.add(loss.loss(projections.get(i), projections.get(j)));
            }
        }
        double share = 2.0 / (projections.size() * (projections.size() - 1));
        // duplicated into the engine's own memory, where the backward pass still finds it
        return sum.mul(
                sum.getManager().create(share).toType(sum.getDataType(), false).duplicate());
    }

    /** Returns all projections of a view, [batch, dim], as a leaf whose gradient is wanted. */
    private NDArray projections(NDArray view, NDManager scope) {
        NDList values = new NDList(parts);
        for (int part = 0; part < parts; part++) {
            try (NDManager passing = scope.newSubManager()) {
                NDArray z = forward(part(view, part, passing));
                NDArray value = GradMode.off(z::duplicate); // without the graph, which ends with this block
                value.attach(scope);
                values.add(value);
            }
        }
        NDArray leaf = NDArrays.concat(values);
        leaf.setRequiresGradient(true);
        return leaf;
    }

    private void sendBack(NDArray view, NDArray gradient) {
        for (int part = 0; part < parts; part++) {
            try (NDManager passing = view.getManager().newSubManager()) {
                NDArray z = forward(part(view, part, passing));
                backward(z, part(gradient, part, passing));
            }
        }
    }

    /** Returns rows of one part, a view of the memory, owned by the given manager. */
    private NDArray part(NDArray whole, int part, NDManager owner) {
        long size = whole.getShape().get(0) / parts;
        NDArray rows = whole.get(new NDIndex("{}:{}", part * size, (part + 1) * size));
        rows.attach(owner);
        return rows;
    }

    private NDArray forward(NDArray view) {
        return model.project(model.encode(view, true), true);
    }

    private static void backward(NDArray target, NDArray gradient) {
        JniUtils.backward((PtNDArray) target, (PtNDArray) gradient, false, false);
    }
}
