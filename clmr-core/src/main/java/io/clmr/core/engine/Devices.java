package io.clmr.core.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chooses the device to compute on. */
public final class Devices {

    private static final String CUDA = "cuda"; // what PyTorch calls a GPU
    private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,4}))?");

    private Devices() {}

    /**
     * Chooses the device to compute on.
     *
     * @param name {@code auto} (the first GPU if one can be used, else the CPU), {@code cpu}, {@code gpu} or
     *     {@code gpu:N}
     * @throws IllegalArgumentException if the name is none of these
     * @throws EngineException if the engine does not start or the wanted GPU cannot be used
     */
    public static Device select(String name) {
        Matcher gpu = GPU.matcher(name);
        if (!name.equals("auto") && !name.equals("cpu") && !gpu.matches()) {
            throw new IllegalArgumentException("device is '" + name + "', expected auto, cpu, gpu or gpu:N"
                    + (name.startsWith(CUDA) ? "; did you mean gpu" + name.substring(CUDA.length()) + "?" : ""));
        }
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        Engine engine = TorchEngine.get();
        boolean cudaBuild = engine.hasCapability(StandardCapabilities.CUDA);
        int count = cudaBuild ? engine.getGpuCount() : 0;
        if (name.equals("auto")) {
            return count > 0 ? Device.gpu(0) : Device.cpu();
        }
        if (!cudaBuild) {
            throw new EngineException(noCudaBuild(name));
        }
        if (count == 0) {
            throw new EngineException(noDriver(name));
        }
        int index = gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1));
        if (index >= count) {
            throw new EngineException("device " + name + " was asked for, but this machine shows "
                    + (count == 1 ? "one GPU, gpu:0" : count + " GPUs, gpu:0 to gpu:" + (count - 1)));
        }
        return Device.gpu(index);
    }

    private static String noCudaBuild(String name) {
        return "device " + name + " was asked for, but the native library at hand computes on the CPU only."
                + " Install PyTorch 2.7.1 for CUDA 12.8 (pip install torch==2.7.1 --index-url"
                + " https://download.pytorch.org/whl/cu128) and run eval \"$(scripts/gpu-env.sh)\", which points"
                + " PYTORCH_LIBRARY_PATH and the rest to it (docs/gpu.md); or use device cpu";
    }

    private static String noDriver(String name) {
        return "device " + name + " was asked for, but no GPU is visible: the NVIDIA driver must be loaded (nvidia-smi"
                + " shows the GPU) and libcudart.so.12 must be on LD_LIBRARY_PATH; or use device cpu";
    }
}
