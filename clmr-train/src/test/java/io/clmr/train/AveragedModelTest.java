package io.clmr.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.clmr.core.engine.GradMode;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AveragedModelTest {

    private static final double DECAY = 0.7;
    private static final double RATE = 0.01;
    private static final int STEPS = 6;

    private NDManager manager;
    private ContrastiveModel live;

    @BeforeEach
    void open() {
        TorchEngine.setThreads(1);
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        ModelConfig config = ModelConfig.forSampleRate(8000).withWidth(0.0625);
        live = ContrastiveModel.create(config, manager, DataType.FLOAT64, 3);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void ofAConstantGradientIsTheGeometricMean() {
        AveragedModel average = new AveragedModel(live, manager, DECAY);
        Map<String, HostTensor> start = live.snapshot();
        // Each step moves every value by the rate, so that after step k it is start - k · rate.
        double weighted = 0;
        double weights = 0;
        for (int step = 1; step <= STEPS; step++) {
            descend();
            average.add(step);
            weighted = DECAY * weighted - step * RATE;
            weights = DECAY * weights + 1;
        }

        double moved = weighted / weights;
        average.model().snapshot().forEach((name, mean) -> {
            double[] expected = start.get(name).toDoubles();
            boolean counted = name.endsWith("num_batches_tracked");
            for (int i = 0; i < expected.length; i++) {
                expected[i] += counted ? STEPS : moved;
            }
            assertArrayEquals(expected, mean.toDoubles(), 1e-14, name); // a rounding of 1e-16 a step
        });
    }

    @Test
    void afterOneStepIsThatStep() {
        AveragedModel average = new AveragedModel(live, manager, 0.999);
        descend();
        average.add(1);

        Map<String, HostTensor> expected = live.snapshot();
        average.model()
                .snapshot()
                .forEach((name, mean) -> assertArrayEquals(expected.get(name).toDoubles(), mean.toDoubles(), name));
    }

    @Test
    void leavesTheLiveWeightsAndNoArrays() {
        AveragedModel average = new AveragedModel(live, manager, DECAY);
        average.add(1);
        Map<String, HostTensor> before = live.snapshot();
        int arrays = live.manager().getManagedArrays().size();
        int averages = average.model().manager().getManagedArrays().size();
        for (int step = 2; step < 10; step++) {
            average.add(step);
        }

        assertEquals(arrays, live.manager().getManagedArrays().size());
        assertEquals(averages, average.model().manager().getManagedArrays().size());
        live.snapshot()
                .forEach((name, value) -> assertArrayEquals(before.get(name).toDoubles(), value.toDoubles(), name));
    }

    /** A step of gradient descent whose gradient is 1 everywhere; running statistics move alike, the count by one. */
    private void descend() {
        GradMode.whileOff(() -> live.state().forEach((name, array) -> {
            if (array.getDataType().isFloating()) {
                array.subi(RATE);
            } else {
                array.addi(1);
            }
        }));
    }
}
