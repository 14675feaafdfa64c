package io.clmr.eval;

import io.clmr.data.npy.NpyArray;
import io.clmr.data.npy.NpyFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The reference values beside the tests; their README says how they were made. */
public final class Golden {
    private Golden() {}

    public static InputStream open(String name) throws IOException {
        InputStream in = Golden.class.getResourceAsStream("/parity/core/" + name);
        if (in == null) {
            throw new IOException("src/test/resources/parity/core/" + name + " is missing");
        }
        return in;
    }

    /** Reads all arrays of a NumPy archive, by name without {@code .npy}. */
    public static Map<String, NpyArray> npz(String name) throws IOException {
        Map<String, NpyArray> arrays = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(open(name))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] bytes = zip.readAllBytes();
                arrays.put(
                        entry.getName().replace(".npy", ""),
                        NpyFile.read(new ByteArrayInputStream(bytes), entry.getName(), bytes.length));
            }
        }
        return arrays;
    }
}
