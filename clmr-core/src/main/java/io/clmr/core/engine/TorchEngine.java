package io.clmr.core.engine;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Utils;
import java.io.File;

/** The native engine, started on first use and never from the network. */
public final class TorchEngine {

    static final String NAME = "PyTorch";
    static final String OFFLINE_PROPERTY = "ai.djl.offline";
    static final String TRACKING_PROPERTY = "OPT_OUT_TRACKING";

    private static final String LIBRARY_PATH = "PYTORCH_LIBRARY_PATH";

    private TorchEngine() {}

    /**
     * Returns the engine, started if this is the first call.
     *
     * @throws EngineException if the native library is missing or cannot be unpacked or loaded
     */
    public static Engine get() {
        setUnlessGiven(OFFLINE_PROPERTY, "DJL_OFFLINE");
        setUnlessGiven(TRACKING_PROPERTY, TRACKING_PROPERTY);
        String folders = Utils.getEnvOrSystemProperty(LIBRARY_PATH);
        if (folders != null) {
            requireLibrary(folders);
        }
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

    /** DJL passes over a folder without the library in silence and takes the CPU's, whatever the user wanted. */
    static void requireLibrary(String folders) {
        String name = System.mapLibraryName("torch");
        for (String folder : folders.split(File.pathSeparator, -1)) {
            File place = new File(folder);
            if (place.isFile() ? place.getName().equals(name) : new File(place, name).isFile()) {
                return;
            }
        }
        throw new EngineException(LIBRARY_PATH + " is '" + folders + "', where no " + name + " is; expected the folder"
                + " of a whole libtorch 2.7.1, such as <site-packages>/torch/lib, or unset the variable");
    }

    private static void setUnlessGiven(String property, String environmentVariable) {
        if (System.getProperty(property) == null && System.getenv(environmentVariable) == null) {
            System.setProperty(property, "true");
        }
    }
}
