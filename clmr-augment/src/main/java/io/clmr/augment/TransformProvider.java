package io.clmr.augment;

import java.util.List;

/** Makes a transform known to the {@link TransformRegistry}; others add theirs through {@code ServiceLoader}. */
public interface TransformProvider {

    /** Returns the configuration that stands for keys left out; its name is the transform's. */
    TransformConfig defaults();

    /** Returns what the transform draws, each also usable alone with fixed parameters. */
    List<OperationType> operations();

    default String name() {
        return defaults().name();
    }

    default Class<? extends TransformConfig> configType() {
        return defaults().getClass();
    }
}
