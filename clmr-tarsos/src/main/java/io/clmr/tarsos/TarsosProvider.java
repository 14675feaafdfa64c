package io.clmr.tarsos;

import io.clmr.augment.OperationType;
import io.clmr.augment.TransformConfig;
import io.clmr.augment.TransformProvider;
import java.util.List;

/** Makes {@code tarsos} known wherever this module is on the class path. */
public final class TarsosProvider implements TransformProvider {

    @Override
    public TransformConfig defaults() {
        return TarsosConfig.defaults();
    }

    /** Returns none: what a processor's parameters are is known only once its class has been named. */
    @Override
    public List<OperationType> operations() {
        return List.of();
    }
}
