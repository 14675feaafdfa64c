package io.clmr.core.engine;

import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * Whether operations of the current thread are recorded for gradients.
 *
 * <p>The engine switches recording off in the thread that started it and in no other, so a thread that only
 * computes features must say so, or its memory grows with every operation.
 */
public final class GradMode {

    private GradMode() {}

    /** Computes something without recording. */
    public static <T> T off(Supplier<T> computation) {
        return with(false, computation);
    }

    /** Computes something with recording. */
    public static <T> T on(Supplier<T> computation) {
        return with(true, computation);
    }

    /** Computes something with or without recording; afterwards the thread is as it was before. */
    public static <T> T with(boolean recording, Supplier<T> computation) {
        TorchEngine.get();
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(recording);
        try {
            return computation.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** Does something without recording, such as changing a parameter in place. */
    public static void whileOff(Runnable action) {
        with(false, () -> {
            action.run();
            return true;
        });
    }
}
