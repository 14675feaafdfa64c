package io.clmr.core.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.clmr.core.engine.GradMode;
import io.clmr.core.engine.TorchScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training pass of SampleCNN's blocks in the memory layout that oneDNN computes in, with channels in groups.
 *
 * <p>One operation at a time, PyTorch brings each input into that layout and each result out of it, which costs more
 * than the convolutions of a narrow network. Here activations stay in it from the first of the blocks to the last, and
 * gradients on their way back. The operations are the same; sums are added in another order.
 */
final class BlockedLayout {

    private static final Logger log = LoggerFactory.getLogger(BlockedLayout.class);

    private final TorchScript script;

    private BlockedLayout(TorchScript script) {
        this.script = script;
    }

    /**
     * Compiles the pass, if this build of the engine can compute it.
     *
     * @param manager lives as long as the network
     */
    static Optional<BlockedLayout> of(List<BlockShape> blocks, NDManager manager) {
        try {
            tryOut(manager);
            return Optional.of(new BlockedLayout(TorchScript.compile(manager, body(blocks))));
        } catch (EngineException e) {
            log.debug("this engine has no blocked layout; training goes on without", e);
            return Optional.empty();
        }
    }

    /** Goes forward and backward through one small block, to find out what the engine was built with. */
    private static void tryOut(NDManager manager) {
        BlockShape block = new BlockShape(8, 8, 3, 1, 1, 3);
        try (NDManager scope = manager.newSubManager();
                TorchScript small = TorchScript.compile(scope, body(List.of(block)))) {
            NDArray x = scope.ones(new Shape(2, 8, 9), DataType.FLOAT32);
            NDList weights = new NDList(scope.ones(new Shape(8, 8, 3)));
            for (int i = 0; i < 5; i++) {
                weights.add(scope.ones(new Shape(8)));
            }
            x.setRequiresGradient(true);
            NDArray y = GradMode.on(() -> small.call(x, weights));
            JniUtils.backward((PtNDArray) y, (PtNDArray) scope.ones(y.getShape()), false, false);
        }
    }

    /** Returns statements in which w holds six arrays a block, in the order of {@link ConvBlock#arrays}. */
    private static List<String> body(List<BlockShape> blocks) {
        List<String> lines = new ArrayList<>();
        lines.add("x0 = torch.to_mkldnn(torch.unsqueeze(x, 2))");
        for (int i = 0; i < blocks.size(); i++) {
            BlockShape block = blocks.get(i);
            int w = ConvBlock.ARRAYS * i;
            lines.add(String.format(
                    Locale.ROOT,
                    "c%d = torch.conv2d(x%d, torch.unsqueeze(w[%d], 2), w[%d], [1, %d], [0, %d], [1, 1])",
                    i,
                    i,
                    w,
                    w + 1,
                    block.stride(),
                    block.padding()));
            lines.add(String.format(
                    Locale.ROOT,
                    "n%d = torch.batch_norm(c%d, w[%d], w[%d], w[%d], w[%d], True, %s, %s, False)",
                    i,
                    i,
                    w + 2,
                    w + 3,
                    w + 4,
                    w + 5,
                    ConvBlock.MOMENTUM,
                    ConvBlock.EPSILON));
            String pooled = block.pool() == ConvBlock.NO_POOL
                    ? "n" + i
                    : String.format(
                            Locale.ROOT,
                            "torch.max_pool2d(n%d, [1, %d], [1, %d], [0, 0], [1, 1])",
                            i,
                            block.pool(),
                            block.pool());
            lines.add(String.format(Locale.ROOT, "x%d = torch.relu(%s)", i + 1, pooled));
        }
        lines.add("return torch.squeeze(torch.to_dense(x" + blocks.size() + "), 2)");
        return lines;
    }

    /**
     * Goes through all blocks.
     *
     * @param x [batch, channels, length]
     * @param weights of all blocks, each as {@link ConvBlock#arrays}
     * @return [batch, channels, length]
     */
    NDArray forward(NDArray x, NDList weights) {
        return script.call(x, weights);
    }
}
