package io.clmr.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.djl.Device;
import ai.djl.engine.StandardCapabilities;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineTest {

    @TempDir
    Path folder;

    private static boolean hasCuda() {
        return TorchEngine.get().hasCapability(StandardCapabilities.CUDA);
    }

    @Test
    void theCpuIsAlwaysThere() {
        assertEquals(Device.cpu(), Devices.select("cpu"));
    }

    @Test
    void withoutAGpuAutoIsTheCpu() {
        assumeFalse(hasCuda(), "needs a native library without CUDA");
        assertEquals(Device.cpu(), Devices.select("auto"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "gpu:0", "gpu:3"})
    void aGpuThatCannotBeUsedIsAnErrorThatSaysWhatToInstall(String name) {
        assumeFalse(hasCuda(), "needs a native library without CUDA");
        EngineException e = assertThrows(EngineException.class, () -> Devices.select(name));
        assertEquals(
                "device " + name + " was asked for, but the native library at hand computes on the CPU only. Install"
                        + " PyTorch 2.7.1 for CUDA 12.8 (pip install torch==2.7.1 --index-url"
                        + " https://download.pytorch.org/whl/cu128) and run eval \"$(scripts/gpu-env.sh)\", which points"
                        + " PYTORCH_LIBRARY_PATH and the rest to it (docs/gpu.md); or use device cpu",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GPU", "gpu:", "gpu:-1", "gpu:99999", "cpu:0"})
    void otherNamesAreRefused(String name) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Devices.select(name));
        assertEquals("device is '" + name + "', expected auto, cpu, gpu or gpu:N", e.getMessage());
    }

    @Test
    void theNameThatPyTorchHasForAGpuIsUnderstood() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Devices.select("cuda:1"));
        assertEquals("device is 'cuda:1', expected auto, cpu, gpu or gpu:N; did you mean gpu:1?", e.getMessage());
    }

    @Test
    void nothingIsDownloadedUnlessTheUserSaysSo() {
        TorchEngine.get();
        assertEquals("true", System.getProperty("ai.djl.offline"));
        assertEquals("true", System.getProperty("OPT_OUT_TRACKING"));
    }

    @Test
    void reportsWhatWasFound() {
        EngineReport report = EngineReport.collect();
        assertEquals("2.7.1", report.libtorchVersion());
        assertTrue(report.engineVersion().startsWith("0.35"), report.engineVersion());
        assertTrue(Files.isDirectory(Path.of(report.nativeFolder())), report.nativeFolder());
        assertEquals("cpu", report.devices().get(0).name());
        assertTrue(report.threads() >= 1);
        assertTrue(report.interopThreads() >= 1);
        assertFalse(report.flavour().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "/home/x/.djl.ai/pytorch/2.7.1-20250812-cpu-linux-x86_64, cpu",
        "/home/cpu-box/.djl.ai/pytorch/2.7.1-20250812-cu128-linux-x86_64, cu128",
        "C:\\cache\\pytorch\\2.7.1-cpu-win-x86_64, cpu"
    })
    void theFolderTellsTheFlavour(String nativeFolder, String flavour) {
        assertEquals(flavour, EngineReport.flavour(nativeFolder));
    }

    @Test
    void onlyVariablesThatMatterAreReported() {
        Map<String, String> seen = EngineReport.environment(Map.of("MALLOC_ARENA_MAX", "1", "SECRET", "x"));
        assertEquals(Map.of("MALLOC_ARENA_MAX", "1"), seen);
    }

    @Test
    void knowsATunedAllocator() {
        assertFalse(withEnvironment(Map.of()).allocatorIsTuned());
        assertFalse(withEnvironment(Map.of("LD_PRELOAD", "libx.so")).allocatorIsTuned());
        assertTrue(withEnvironment(Map.of("LD_PRELOAD", "/usr/lib/libtcmalloc_minimal.so.4"))
                .allocatorIsTuned());
        assertTrue(withEnvironment(Map.of("MALLOC_TRIM_THRESHOLD_", "1")).allocatorIsTuned());
    }

    private static EngineReport withEnvironment(Map<String, String> environment) {
        return new EngineReport("", "", "", "", "", java.util.List.of(), 1, 1, environment);
    }

    @Test
    void threadsCanBeSet() {
        int before = TorchEngine.threads();
        TorchEngine.setThreads(1);
        assertEquals(1, TorchEngine.threads());
        TorchEngine.setThreads(before);
        assertEquals(before, TorchEngine.threads());
        Exception e = assertThrows(IllegalArgumentException.class, () -> TorchEngine.setThreads(0));
        assertEquals("threads is 0, expected 1 or more", e.getMessage());
    }

    @Test
    void aMissingLibraryIsExplained() {
        Throwable failure = new ai.djl.engine.EngineException(
                "Failed to load PyTorch native library", new IOException("Offline mode is enabled."));
        assertEquals(
                "no PyTorch native library for linux-x86_64 (Offline mode is enabled.); add"
                        + " ai.djl.pytorch:pytorch-native-cpu:2.7.1:linux-x86_64 to the class path, or set"
                        + " PYTORCH_LIBRARY_PATH to the folder of libtorch 2.7.1 with PYTORCH_VERSION=2.7.1 and"
                        + " PYTORCH_FLAVOR=cpu or cu128",
                EngineFailure.message(failure, folder, "linux-x86_64"));
    }

    @Test
    void aFolderWithoutTheLibraryIsNotPassedOver() throws IOException {
        EngineException e = assertThrows(EngineException.class, () -> TorchEngine.requireLibrary("/none/torch/lib"));
        String name = System.mapLibraryName("torch");
        assertEquals(
                "PYTORCH_LIBRARY_PATH is '/none/torch/lib', where no " + name + " is; expected the folder of a whole"
                        + " libtorch 2.7.1, such as <site-packages>/torch/lib, or unset the variable",
                e.getMessage());
        assertThrows(EngineException.class, () -> TorchEngine.requireLibrary(folder.toString()));
        Path library = Files.createFile(folder.resolve(name));
        TorchEngine.requireLibrary("/none" + java.io.File.pathSeparator + folder);
        TorchEngine.requireLibrary(library.toString());
    }

    @Test
    void aCacheThatCannotBeWrittenIsExplained() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        Throwable failure =
                new ai.djl.engine.EngineException("Failed to extract", new AccessDeniedException(file + "/pytorch"));
        assertEquals(
                "the native library cannot be unpacked: " + file + "/cache is not writable (" + file
                        + "/pytorch); set ENGINE_CACHE_DIR to a folder with 500 MB to spare",
                EngineFailure.message(failure, file.resolve("cache"), "linux-x86_64"));
    }

    @Test
    void aDownloadThatFailsIsExplained() {
        Throwable failure = new ai.djl.engine.EngineException(
                "Failed to save pytorch index file", new java.net.UnknownHostException("publish.djl.ai"));
        assertEquals(
                "the PyTorch native library cannot be downloaded (publish.djl.ai); set PYTORCH_LIBRARY_PATH to the folder"
                        + " of libtorch 2.7.1 instead, with PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR=cpu or cu128",
                EngineFailure.message(failure, folder, "linux-x86_64"));
    }

    @Test
    void aFullDiskIsExplained() {
        Throwable failure = new ai.djl.engine.EngineException("", new IOException("No space left on device"));
        assertEquals(
                "the native library cannot be unpacked: no space left in " + folder
                        + "; free 500 MB or set ENGINE_CACHE_DIR to another folder",
                EngineFailure.message(failure, folder, "linux-x86_64"));
    }

    @Test
    void aDiskThatRunsNoProgramsIsExplained() {
        Throwable failure = new ai.djl.engine.EngineException(
                "", new UnsatisfiedLinkError("libgomp.so.1: failed to map segment from shared object"));
        assertEquals(
                "the native library cannot be loaded: no program may run from " + folder
                        + ", as its disk is mounted noexec (libgomp.so.1: failed to map segment from shared object); set"
                        + " ENGINE_CACHE_DIR to a folder on another disk, with 500 MB to spare",
                EngineFailure.message(failure, folder, "linux-x86_64"));
    }

    @Test
    void anyOtherFailureIsNotHidden() {
        Throwable failure = new ai.djl.engine.EngineException("", new UnsatisfiedLinkError("libgomp.so.1: missing"));
        assertTrue(EngineFailure.message(failure, folder, "x").contains("libgomp.so.1: missing"));
    }

    @Test
    void precisionSaysWhatTheEnvironmentLacks() {
        Map<String, String> tf32 = Map.of("TORCH_ALLOW_TF32_CUBLAS_OVERRIDE", "1");
        assertEquals("", Precision.TF32.check(tf32));
        assertTrue(Precision.TF32.check(Map.of()).contains("TORCH_ALLOW_TF32_CUBLAS_OVERRIDE=1"));
        assertEquals("", Precision.FLOAT32.check(Map.of("NVIDIA_TF32_OVERRIDE", "0")));
        assertTrue(Precision.FLOAT32.check(Map.of()).contains("NVIDIA_TF32_OVERRIDE=0"));
    }
}
