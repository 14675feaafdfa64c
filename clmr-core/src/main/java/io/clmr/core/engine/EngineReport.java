package io.clmr.core.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Utils;
import ai.djl.util.cuda.CudaUtils;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What is known of the native engine and its devices.
 *
 * @param engineVersion of DJL
 * @param libtorchVersion of the native library
 * @param flavour {@code cpu} or {@code cu128} and the like, as the folder names it; {@code unknown} if it does not
 * @param nativeFolder where the native library lies
 * @param cacheFolder where native libraries are unpacked
 * @param devices {@code cpu}, then every usable GPU
 * @param threads that one operation may use on the CPU
 * @param interopThreads that the engine may use beside each other
 * @param environment the variables that steer allocator, threads and native libraries, as far as they are set
 */
public record EngineReport(
        String engineVersion,
        String libtorchVersion,
        String flavour,
        String nativeFolder,
        String cacheFolder,
        List<DeviceReport> devices,
        int threads,
        int interopThreads,
        Map<String, String> environment) {

    private static final List<String> VARIABLES = List.of(
            "LD_PRELOAD",
            "LD_LIBRARY_PATH",
            "MALLOC_ARENA_MAX",
            "MALLOC_MMAP_MAX_",
            "MALLOC_MMAP_THRESHOLD_",
            "MALLOC_TRIM_THRESHOLD_",
            "MALLOC_TOP_PAD_",
            "MALLOC_CONF",
            "GLIBC_TUNABLES",
            "OMP_NUM_THREADS",
            "OMP_WAIT_POLICY",
            "GOMP_SPINCOUNT",
            "CUDA_VISIBLE_DEVICES",
            Precision.TF32_VARIABLE,
            "PYTORCH_LIBRARY_PATH",
            "PYTORCH_VERSION",
            "PYTORCH_FLAVOR",
            "PYTORCH_LIBRARY_EXCLUSION",
            "ENGINE_CACHE_DIR",
            "DJL_CACHE_DIR",
            "DJL_OFFLINE");

    /**
     * One device.
     *
     * @param name as {@link Devices#select} takes it
     * @param description what the device says of itself
     */
    public record DeviceReport(String name, String description) {}

    public EngineReport {
        devices = List.copyOf(devices);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    }

    /**
     * Starts the engine if need be and asks it.
     *
     * @throws EngineException if it does not start
     */
    public static EngineReport collect() {
        Engine engine = TorchEngine.get();
        String folder = LibUtils.getLibtorchPath();
        return new EngineReport(
                Objects.requireNonNullElse(Engine.getDjlVersion(), "unknown"),
                engine.getVersion(),
                flavour(folder),
                folder,
                Utils.getEngineCacheDir().toString(),
                devices(engine),
                JniUtils.getNumThreads(),
                JniUtils.getNumInteropThreads(),
                environment(System.getenv()));
    }

    /** Whether an allocator is set up that keeps freed memory; with glibc's defaults a step is far slower. */
    public boolean allocatorIsTuned() {
        return environment.keySet().stream()
                        .anyMatch(name -> name.startsWith("MALLOC_") || name.equals("GLIBC_TUNABLES"))
                || environment.getOrDefault("LD_PRELOAD", "").contains("malloc");
    }

    static Map<String, String> environment(Map<String, String> all) {
        Map<String, String> seen = new TreeMap<>(all);
        seen.keySet().retainAll(VARIABLES);
        return seen;
    }

    /** The folder an unpacked library lies in is named {@code 2.7.1-20250812-cpu-linux-x86_64}. */
    static String flavour(String nativeFolder) {
        String name =
                nativeFolder.substring(Math.max(nativeFolder.lastIndexOf('/'), nativeFolder.lastIndexOf('\\')) + 1);
        for (String part : name.split("-", -1)) {
            if (part.equals("cpu") || part.matches("cu\\d+")) {
                return part;
            }
        }
        return Objects.requireNonNullElse(Utils.getEnvOrSystemProperty("PYTORCH_FLAVOR"), "unknown");
    }

    private static List<DeviceReport> devices(Engine engine) {
        List<DeviceReport> found = new ArrayList<>();
        found.add(new DeviceReport("cpu", Runtime.getRuntime().availableProcessors() + " processors"));
        if (engine.hasCapability(StandardCapabilities.CUDA)) {
            for (int i = 0; i < engine.getGpuCount(); i++) {
                long bytes = CudaUtils.getGpuMemory(Device.gpu(i)).getMax();
                found.add(new DeviceReport(
                        "gpu:" + i,
                        "CUDA " + CudaUtils.getCudaVersionString() + ", compute capability "
                                + CudaUtils.getComputeCapability(i) + ", " + (bytes >> 20) + " MiB"));
            }
        }
        return found;
    }
}
