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

/** The training pass of successive blocks of SampleCNN in a form that DJL's own operations cannot have. */
final class ScriptedBlocks {

    private static final Logger log = LoggerFactory.getLogger(ScriptedBlocks.class);

    /** How activations are kept. */
    private enum Form {
        /**
         * In the memory layout that oneDNN computes in, with channels in groups. One operation at a time, PyTorch brings
         * each input into that layout and each result out of it, which costs more than the convolutions of a narrow
         * network; here activations and their gradients stay in it. The operations are the same; sums are added in
         * another order.
         */
        BLOCKED("torch.to_mkldnn(%s)", "%s", "torch.to_dense(%s)"),
        /** In bfloat16, which convolutions multiply; weights, their gradients and statistics stay in float32. */
        BFLOAT16("torch.to(%s, 15)", "torch.to(%s, 15)", "torch.to(%s, 6)");

        private final String entering;
        private final String convolving;
        private final String leaving;

        /** Each turns an expression into another; 15 and 6 are the engine's numbers of bfloat16 and float32. */
        Form(String entering, String convolving, String leaving) {
            this.entering = entering;
            this.convolving = convolving;
            this.leaving = leaving;
        }
    }

    private final TorchScript script;

    private ScriptedBlocks(TorchScript script) {
        this.script = script;
    }

    /**
     * Compiles the pass in oneDNN's layout, if this build of the engine can compute it: float32 on a CPU.
     *
     * @param manager lives as long as the network
     */
    static Optional<ScriptedBlocks> inBlockedLayout(List<BlockShape> blocks, NDManager manager) {
        try {
            tryOut(manager);
            return Optional.of(compile(blocks, Form.BLOCKED, manager));
        } catch (EngineException e) {
            log.debug("this engine has no blocked layout; training goes on without", e);
            return Optional.empty();
        }
    }

    /**
     * Compiles the pass with convolutions in bfloat16.
     *
     * @param manager lives as long as the network
     */
    static ScriptedBlocks inBfloat16(List<BlockShape> blocks, NDManager manager) {
        return compile(blocks, Form.BFLOAT16, manager);
    }

    /** Goes forward and backward through one small block, to find out what the engine was built with. */
    private static void tryOut(NDManager manager) {
        BlockShape block = new BlockShape(8, 8, 3, 1, 1, 3);
        try (NDManager scope = manager.newSubManager();
                TorchScript small = TorchScript.compile(scope, body(List.of(block), Form.BLOCKED))) {
            NDArray x = scope.ones(new Shape(2, 8, 9), DataType.FLOAT32);
            NDList weights = new NDList(scope.ones(new Shape(8, 8, 3)));
            for (int i = 1; i < ConvBlock.ARRAYS; i++) {
                weights.add(scope.ones(new Shape(8)));
            }
            x.setRequiresGradient(true);
            NDArray y = GradMode.on(() -> small.call(x, weights));
            JniUtils.backward((PtNDArray) y, (PtNDArray) scope.ones(y.getShape()), false, false);
        }
    }

    private static ScriptedBlocks compile(List<BlockShape> blocks, Form form, NDManager manager) {
        return new ScriptedBlocks(TorchScript.compile(manager, body(blocks, form)));
    }

    /** Returns statements in which w holds six arrays a block, in the order of {@link ConvBlock#arrays}. */
    private static List<String> body(List<BlockShape> blocks, Form form) {
        List<String> lines = new ArrayList<>();
        lines.add("x0 = " + line(form.entering, "torch.unsqueeze(x, 2)"));
        for (int i = 0; i < blocks.size(); i++) {
            BlockShape block = blocks.get(i);
            int w = ConvBlock.ARRAYS * i;
            String weight = line(form.convolving, line("torch.unsqueeze(w[%d], 2)", w));
            String bias = line(form.convolving, line("w[%d]", w + 1));
            lines.add(line(
                    "c%d = torch.conv2d(x%d, %s, %s, [1, %d], [0, %d], [1, 1])",
                    i, i, weight, bias, block.stride(), block.padding()));
            lines.add(line(
                    "n%d = torch.batch_norm(c%d, w[%d], w[%d], w[%d], w[%d], True, %s, %s, False)",
                    i, i, w + 2, w + 3, w + 4, w + 5, ConvBlock.MOMENTUM, ConvBlock.EPSILON));
            lines.add(line("x%d = torch.relu(%s)", i + 1, pooled("n" + i, block.pool())));
        }
        lines.add("return torch.squeeze(" + line(form.leaving, "x" + blocks.size()) + ", 2)");
        return lines;
    }

    private static String pooled(String x, int pool) {
        return pool == ConvBlock.NO_POOL
                ? x
                : line("torch.max_pool2d(%s, [1, %d], [1, %d], [0, 0], [1, 1])", x, pool, pool);
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
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
