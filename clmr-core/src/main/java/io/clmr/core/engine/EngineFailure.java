package io.clmr.core.engine;

import ai.djl.util.Utils;
import java.nio.file.Files;
import java.nio.file.Path;

/** Turns what the engine throws at its start into what the user can do. */
final class EngineFailure {

    private EngineFailure() {}

    static EngineException explain(Throwable failure) {
        return new EngineException(message(failure, Utils.getEngineCacheDir(), platform()), failure);
    }

    static String message(Throwable failure, Path cache, String platform) {
        String reason = rootMessage(failure);
        String all = allMessages(failure);
        if (!writable(cache)) {
            return "the native library cannot be unpacked: " + cache + " is not writable (" + reason
                    + "); set ENGINE_CACHE_DIR to a folder with 500 MB to spare";
        }
        if (all.contains("No space left on device")) {
            return "the native library cannot be unpacked: no space left in " + cache
                    + "; free 500 MB or set ENGINE_CACHE_DIR to another folder";
        }
        if (all.contains("restricted") || all.contains("IllegalCallerException")) {
            return "this Java refuses to load native libraries (" + reason
                    + "); start it with --enable-native-access=ALL-UNNAMED";
        }
        if (all.contains("Offline mode")
                || all.contains("not found in classpath")
                || all.contains("No deep learning")) {
            return "no PyTorch native library for " + platform + " (" + reason
                    + "); add ai.djl.pytorch:pytorch-native-cpu:2.7.1:" + platform
                    + " to the class path, or set PYTORCH_LIBRARY_PATH to the folder of libtorch 2.7.1 with"
                    + " PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR=cpu or cu128";
        }
        if (all.contains("UnknownHostException") || all.contains("ConnectException")) {
            return "the PyTorch native library cannot be downloaded (" + reason + "); set PYTORCH_LIBRARY_PATH to the"
                    + " folder of libtorch 2.7.1 instead, with PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR=cpu or cu128";
        }
        String given = Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH");
        if (given != null) {
            return "the PyTorch native library cannot be loaded with PYTORCH_LIBRARY_PATH=" + given + ": " + reason
                    + "; expected the folder of a whole libtorch 2.7.1, with PYTORCH_VERSION=2.7.1 and"
                    + " PYTORCH_FLAVOR=cpu or cu128";
        }
        if (all.contains("failed to map segment")) {
            return "the native library cannot be loaded: no program may run from " + cache
                    + ", as its disk is mounted noexec (" + reason
                    + "); set ENGINE_CACHE_DIR to a folder on another disk, with 500 MB to spare";
        }
        return "the PyTorch native library cannot be loaded from " + cache + ": " + reason
                + "; delete the folder pytorch in it and try again";
    }

    /** The nearest folder that exists decides, because the cache itself may still have to be made. */
    private static boolean writable(Path folder) {
        Path nearest = folder.toAbsolutePath();
        while (!Files.exists(nearest) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        return Files.isDirectory(nearest) && Files.isWritable(nearest);
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    private static String allMessages(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            all.append(t).append('\n');
        }
        return all.toString();
    }

    /** As the classifiers of the native libraries on Maven Central name it. */
    static String platform() {
        String os = System.getProperty("os.name", "unknown");
        String arch = System.getProperty("os.arch", "unknown").equals("amd64")
                ? "x86_64"
                : System.getProperty("os.arch", "unknown");
        if (os.startsWith("Windows")) {
            return "win-" + arch;
        }
        return (os.startsWith("Mac") ? "osx-" : "linux-") + arch;
    }
}
