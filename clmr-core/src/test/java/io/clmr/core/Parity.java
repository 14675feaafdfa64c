package io.clmr.core;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.clmr.core.checkpoint.Safetensors;
import io.clmr.core.engine.Devices;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.TensorType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Finds golden vectors: the whole set beside the checkout if it is there, else the subset among the resources. */
public final class Parity {

    public static final int SONGS = 4;
    public static final int SAMPLES = 59049;

    private static final Pattern NPY_SHAPE =
            Pattern.compile("'descr': '([^']+)', 'fortran_order': (True|False), 'shape': \\(([^)]*)\\)");

    private Parity() {}

    /** The device of the tests that compare numbers: {@code -Dclmr.test.device=gpu:0}; the CPU unless given. */
    public static Device device() {
        return Devices.select(System.getProperty("clmr.test.device", "cpu"));
    }

    /** A file of the set; skips the test if it is not at hand. */
    public static Path file(String name) throws IOException {
        Optional<Path> shared = shared().map(folder -> folder.resolve(name)).filter(Files::exists);
        if (shared.isPresent()) {
            return shared.get();
        }
        URL resource = Parity.class.getResource("/parity/" + name);
        if (resource == null) {
            return abort("needs ../shared/parity/core/" + name + " beside the checkout");
        }
        try {
            return Path.of(resource.toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static Optional<Path> shared() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared/parity/core");
            if (Files.isDirectory(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    public static Map<String, HostTensor> tensors(String name) throws IOException {
        return Safetensors.read(file(name)).tensors();
    }

    /** View 0 or 1 of the input, [4, 1, 59049]; view 1 is not among the resources. */
    public static NDArray input(int view, NDManager manager, DataType type) throws IOException {
        float[] samples = new float[SONGS * SAMPLES];
        if (view == 0) {
            try (InputStream in = Parity.class.getResourceAsStream("/parity/input_view0.i16.gz")) {
                ByteBuffer bytes =
                        ByteBuffer.wrap(new GZIPInputStream(in).readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
                for (int i = 0; i < samples.length; i++) {
                    samples[i] = bytes.getShort() / 32768f;
                }
            }
        } else {
            float[] both = npy(Files.readAllBytes(file("input.npy"))).toFloats();
            System.arraycopy(both, samples.length, samples, 0, samples.length);
        }
        return HostTensor.of(samples, SONGS, 1, SAMPLES).toArray(manager, type);
    }

    /** Reads float32 or float64 in NumPy's format. */
    public static HostTensor npy(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int header = bytes.getShort(8) & 0xFFFF;
        Matcher matcher = NPY_SHAPE.matcher(new String(file, 10, header, StandardCharsets.US_ASCII));
        if (!matcher.find()) {
            return fail("not a .npy file");
        }
        String[] sizes =
                matcher.group(3).isBlank() ? new String[0] : matcher.group(3).split(",");
        long[] shape = Arrays.stream(sizes)
                .map(String::strip)
                .filter(size -> !size.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        bytes.position(10 + header);
        TensorType type = matcher.group(1).equals("<f4") ? TensorType.F32 : TensorType.F64;
        boolean columnsFirst = matcher.group(2).equals("True");
        if (!columnsFirst) {
            return HostTensor.of(type, bytes.slice(), shape);
        }
        double[] columns =
                HostTensor.of(type, bytes.slice(), shape[1], shape[0]).toDoubles();
        double[] rows = new double[columns.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = columns[(int) (i % shape[1] * shape[0] + i / shape[1])];
        }
        return HostTensor.of(rows, shape);
    }

    public static Map<String, HostTensor> npz(Path file) throws IOException {
        Map<String, HostTensor> arrays = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                arrays.put(entry.getName().replace(".npy", ""), npy(zip.readAllBytes()));
            }
        }
        return arrays;
    }

    /** Largest absolute difference over the expected values' largest absolute value. */
    public static double gap(HostTensor expected, HostTensor actual) {
        double[] e = expected.toDoubles();
        double[] a = actual.toDoubles();
        if (e.length != a.length) {
            return fail("expected " + e.length + " values, got " + a.length);
        }
        double difference = 0;
        double largest = Double.MIN_NORMAL;
        for (int i = 0; i < e.length; i++) {
            if (!Double.isFinite(a[i])) {
                return Double.NaN;
            }
            difference = Math.max(difference, Math.abs(e[i] - a[i]));
            largest = Math.max(largest, Math.abs(e[i]));
        }
        return difference / largest;
    }

    public static double gap(HostTensor expected, NDArray actual) {
        return gap(expected, HostTensor.of(actual));
    }
}
