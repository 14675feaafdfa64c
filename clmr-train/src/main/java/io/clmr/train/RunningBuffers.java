package io.clmr.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.clmr.core.engine.GradMode;
import io.clmr.core.model.ContrastiveModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a forward pass in training mode changes in a network: BatchNorm's running statistics. */
final class RunningBuffers {

    private final List<NDArray> buffers = new ArrayList<>();

    RunningBuffers(ContrastiveModel model) {
        Map<String, NDArray> parameters = model.parameters();
        model.state().forEach((name, array) -> {
            if (!parameters.containsKey(name)) {
                buffers.add(array);
            }
        });
    }

    /** Copies them into the scope. */
    NDList copy(NDManager scope) {
        return GradMode.off(() -> {
            NDList copies = new NDList(buffers.size());
            for (NDArray buffer : buffers) {
                NDArray copy = buffer.duplicate();
                copy.attach(scope);
                copies.add(copy);
            }
            return copies;
        });
    }

    /** Puts copies back in place. */
    void restore(NDList copies) {
        GradMode.whileOff(() -> {
            for (int i = 0; i < buffers.size(); i++) {
                try (NDArray flat = buffers.get(i).reshape(-1)) {
                    flat.set(new NDIndex(":"), copies.get(i).reshape(-1));
                }
            }
        });
    }
}
