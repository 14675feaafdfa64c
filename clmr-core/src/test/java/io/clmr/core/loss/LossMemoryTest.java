package io.clmr.core.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.clmr.core.engine.GradMode;
import io.clmr.core.engine.TorchEngine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the backward pass needs of the forward pass must outlive Java's garbage collection in between. */
class LossMemoryTest {

    private static final int BATCH = 4;
    private static final int DIM = 8;

    @ParameterizedTest
    @ValueSource(strings = {"nt_xent", "dcl", "dclw", "vicreg"})
    void gradientsDoNotDependOnGarbageCollection(String name) {
        TorchEngine.setThreads(1);
        ContrastiveLoss loss =
                (ContrastiveLoss) LossRegistry.load().find(name).defaults().create();
        float[] expected = gradient(loss, false);

        for (int round = 0; round < 5; round++) {
            assertArrayEquals(expected, gradient(loss, true));
        }
    }

    private static float[] gradient(ContrastiveLoss function, boolean collect) {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            NDArray zI = projections(manager, 1);
            NDArray zJ = projections(manager, 2);
            zI.setRequiresGradient(true);
            NDArray loss = GradMode.on(() -> function.loss(zI, zJ));
            if (collect) {
                collectAndReuseMemory();
            }
            JniUtils.backward((PtNDArray) loss, (PtNDArray) manager.ones(loss.getShape()), false, false);
            return zI.getGradient().toFloatArray();
        }
    }

    private static NDArray projections(NDManager manager, int seed) {
        float[] values = new float[BATCH * DIM];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(seed + 1.7 * i);
        }
        return manager.create(values, new Shape(BATCH, DIM));
    }

    /** Frees direct memory nobody refers to, and writes over what was freed. */
    private static void collectAndReuseMemory() {
        List<ByteBuffer> taken = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            System.gc();
            for (int i = 0; i < 2000; i++) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(i % 2 == 0 ? Double.BYTES : 2 * BATCH * Long.BYTES);
                while (buffer.hasRemaining()) {
                    buffer.put((byte) 0x7f);
                }
                taken.add(buffer);
            }
        }
        taken.clear();
    }
}
