package io.clmr.core.engine;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/** The native engine, started on first use and never from the network. */
public final class TorchEngine {

    static final String NAME = "PyTorch";
    static final String OFFLINE_PROPERTY = "ai.djl.offline";
    static final String TRACKING_PROPERTY = "OPT_OUT_TRACKING";

    private TorchEngine() {}

    /**
     * Returns the engine, started if this is the first call.
     *
     * @throws EngineException if the native library is missing or cannot be unpacked or loaded
     */
    public static Engine get() {
        setUnlessGiven(OFFLINE_PROPERTY, "DJL_OFFLINE");
        setUnlessGiven(TRACKING_PROPERTY, TRACKING_PROPERTY);
        try {
            return Engine.getEngine(NAME);
        } catch (ai.djl.engine.EngineException | LinkageError e) {
            throw EngineFailure.explain(e);
        }
    }

    /** Returns the number of threads one operation may use on the CPU. */
    public static int threads() {
        get();
        return JniUtils.getNumThreads();
    }

    /**
     * Sets the number of threads one operation may use on the CPU, for the whole process.
     *
     * @param threads 1 or more; sums are added in another order for another number, so results differ by rounding
     */
    public static void setThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ", expected 1 or more");
        }
        get();
        JniUtils.setNumThreads(threads);
    }

    private static void setUnlessGiven(String property, String environmentVariable) {
        if (System.getProperty(property) == null && System.getenv(environmentVariable) == null) {
            System.setProperty(property, "true");
        }
    }
}
