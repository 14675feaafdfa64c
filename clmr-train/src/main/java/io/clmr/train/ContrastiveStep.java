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

/**
 * Computes a batch's loss and adds its gradient to the parameters.
 *
 * <p>With one part, the batch goes through the network once per view. With more, gradients are cached (Gao et al.
 * 2021): the projections of all parts first, then the loss of the whole batch and its gradient at the projections, then
 * each part a second time, with that gradient sent back through it. Negatives are those of the whole batch and only one
 * part's activations are in memory at a time. BatchNorm sees one part at a time, both times the same one, so the
 * gradient is exactly that of the computed loss.
 */
final class ContrastiveStep {

    /**
     * What came out of a step; the arrays belong to the step's scope.
     *
     * @param loss scalar
     * @param zI projections of the first views, [batch, dim]
     * @param zJ projections of the second views, [batch, dim]
     */
    record Result(NDArray loss, NDArray zI, NDArray zJ) {}

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

    /**
     * Goes forward and backward.
     *
     * @param viewI first views, [batch, 1, samples], owned by the step's scope
     * @param viewJ second views of the same clips, [batch, 1, samples]
     */
    Result run(NDArray viewI, NDArray viewJ) {
        return parts == 1 ? whole(viewI, viewJ) : cached(viewI, viewJ);
    }

    private Result whole(NDArray viewI, NDArray viewJ) {
        NDArray zI = forward(viewI);
        NDArray zJ = forward(viewJ);
        NDArray value = GradMode.on(() -> loss.loss(zI, zJ));
        backward(value, viewI.getManager().ones(value.getShape(), value.getDataType()));
        return new Result(value, zI, zJ);
    }

    private Result cached(NDArray viewI, NDArray viewJ) {
        NDManager scope = viewI.getManager();
        NDArray zI = projections(viewI, scope);
        NDArray zJ = projections(viewJ, scope);
        NDArray value = GradMode.on(() -> loss.loss(zI, zJ));
        backward(value, scope.ones(value.getShape(), value.getDataType()));
        // The second passes see the same batches again; the running statistics must count them once.
        NDList statistics = buffers.copy(scope);
        sendBack(viewI, zI.getGradient());
        sendBack(viewJ, zJ.getGradient());
        buffers.restore(statistics);
        return new Result(value, zI, zJ);
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
