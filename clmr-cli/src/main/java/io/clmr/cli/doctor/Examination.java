package io.clmr.cli.doctor;

import ai.djl.Device;
import io.clmr.augment.dsp.Kernels;
import io.clmr.core.engine.Devices;
import io.clmr.core.engine.EngineException;
import io.clmr.core.engine.EngineReport;
import io.clmr.data.audio.AudioDecoder;
import io.clmr.data.audio.NativeAudioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Looks at a machine from the outside in: Java, CPU, disk, then what needs native code. */
public final class Examination {

    private static final int OLDEST_JAVA = 17;
    private static final long LITTLE_MEMORY_BYTES = 2L << 30;
    private static final long LITTLE_DISK_BYTES = 2L << 30;
    private static final Set<String> CPU_FEATURES =
            Set.of("sse4_2", "avx", "avx2", "fma", "avx512f", "avx512_bf16", "amx_bf16", "asimd", "sve");

    private final String device;
    private final Map<String, String> environment;
    private final List<Check> checks = new ArrayList<>();

    /** Prepares to look for a device by that name. */
    public Examination(String device, Map<String, String> environment) {
        this.device = device;
        this.environment = environment;
    }

    /** Looks at everything. */
    public List<Check> run() {
        java();
        memory();
        checks.add(Check.ok("CPU", Runtime.getRuntime().availableProcessors() + " processors, " + cpuFeatures()));
        kernels();
        disk();
        audio();
        engine();
        return List.copyOf(checks);
    }

    private void java() {
        int feature = Runtime.version().feature();
        String found = Runtime.version() + " of " + System.getProperty("java.vendor") + " in "
                + System.getProperty("java.home");
        checks.add(
                feature >= OLDEST_JAVA
                        ? Check.ok("Java", found)
                        : Check.missing("Java", found, "install Java 17 or later, or set CLMR_JAVA to one"));
    }

    private void memory() {
        long heap = Runtime.getRuntime().maxMemory();
        String found = gigabytes(heap) + " for Java's heap; tensors lie outside of it";
        checks.add(
                heap >= LITTLE_MEMORY_BYTES / 2
                        ? Check.ok("memory", found)
                        : Check.warning("memory", found, "give Java more with CLMR_OPTS=-Xmx2g"));
    }

    private static String cpuFeatures() {
        try {
            Optional<String> flags = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                    .findFirst();
            Set<String> known = new TreeSet<>(List.of(flags.orElse("").split("\\s+")));
            known.retainAll(CPU_FEATURES);
            return String.join(" ", known);
        } catch (IOException e) {
            return System.getProperty("os.arch") + " (features are shown on Linux only)";
        }
    }

    private void kernels() {
        String found = Kernels.active().description();
        boolean module = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        checks.add(
                module
                        ? Check.ok("kernels", found)
                        : Check.warning(
                                "kernels",
                                found,
                                "transforms and embedding are several times faster with --add-modules jdk.incubator.vector, which"
                                        + " scripts/clmr adds"));
    }

    private void disk() {
        Path here = Path.of("").toAbsolutePath();
        try {
            long free = Files.getFileStore(here).getUsableSpace();
            String found = gigabytes(free) + " free in " + here;
            if (!Files.isWritable(here)) {
                checks.add(Check.warning("disk", here + " cannot be written", "name other places with --out"));
            } else if (free < LITTLE_DISK_BYTES) {
                checks.add(Check.warning("disk", found, "a store takes 2.6 MB a minute of audio; free some space"));
            } else {
                checks.add(Check.ok("disk", found));
            }
        } catch (IOException e) {
            checks.add(Check.warning("disk", here + ": " + e.getMessage(), "look at that folder"));
        }
    }

    private void audio() {
        try {
            Path probe = Files.createTempFile("clmr-doctor", ".wav");
            try {
                ProbeSound.write(probe);
                int samples = AudioDecoder.decode(probe, ProbeSound.RATE_HZ).length;
                checks.add(Check.ok(
                        "audio",
                        "ffmpeg " + AudioDecoder.libraryVersion() + " decodes (" + samples
                                + " samples of a test sound)"));
            } finally {
                Files.delete(probe);
            }
        } catch (IOException | NativeAudioException e) {
            checks.add(Check.missing(
                    "audio",
                    "no sound could be decoded: " + firstLine(e),
                    "org.bytedeco:ffmpeg for this platform must be on the class path, and "
                            + System.getProperty("java.io.tmpdir") + " must be writable"));
        }
    }

    private void engine() {
        try {
            EngineReport report = EngineReport.collect();
            checks.add(Check.ok(
                    "native library",
                    "libtorch " + report.libtorchVersion() + " (" + report.flavour() + ") in " + report.nativeFolder()
                            + ", DJL " + report.engineVersion() + ", " + report.threads() + " threads"));
            checks.add(
                    report.allocatorIsTuned()
                            ? Check.ok("allocator", allocator(report))
                            : Check.warning(
                                    "allocator",
                                    "glibc's defaults, with which a training step takes up to twice as long",
                                    "start with scripts/clmr, or set MALLOC_MMAP_THRESHOLD_=4294967296"
                                            + " MALLOC_TRIM_THRESHOLD_=34359738368"));
            device(report);
        } catch (EngineException e) {
            checks.add(Check.missing("native library", "it does not start", firstLine(e)));
        }
    }

    private String allocator(EngineReport report) {
        List<String> set = new ArrayList<>();
        report.environment().forEach((name, value) -> {
            if (name.startsWith("MALLOC") || name.equals("GLIBC_TUNABLES") || name.equals("LD_PRELOAD")) {
                set.add(name + "=" + value);
            }
        });
        String waiting = environment.getOrDefault("OMP_WAIT_POLICY", "");
        return String.join(" ", set) + (waiting.isEmpty() ? "" : " OMP_WAIT_POLICY=" + waiting);
    }

    private void device(EngineReport report) {
        String devices = String.join(
                "; ",
                report.devices().stream()
                        .map(found -> found.name() + ": " + found.description())
                        .toList());
        try {
            checks.add(Check.ok("device", device + " means " + name(Devices.select(device)) + " (" + devices + ")"));
        } catch (EngineException e) {
            checks.add(Check.missing("device", devices, firstLine(e)));
        }
    }

    private static String name(Device device) {
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }

    private static String firstLine(Throwable error) {
        return String.valueOf(error.getMessage()).lines().findFirst().orElse(error.toString());
    }
}
