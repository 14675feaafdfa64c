package io.clmr.augment.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one-dimensional, little-endian NumPy arrays. */
public final class Npy {
    private static final Pattern TYPE = Pattern.compile("'descr': '(<[fi]\\d)'");

    private final String type;
    private final ByteBuffer data;

    private Npy(String type, ByteBuffer data) {
        this.type = type;
        this.data = data;
    }

    public static Npy read(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int headerLength = bytes.getShort(8);
            String header = new String(bytes.array(), 10, headerLength, StandardCharsets.ISO_8859_1);
            Matcher type = TYPE.matcher(header);
            if (!type.find()) {
                throw new IllegalStateException(file + ": unexpected header " + header);
            }
            bytes.position(10 + headerLength);
            return new Npy(type.group(1), bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public float[] floats() {
        require("<f4");
        float[] values = new float[data.remaining() / Float.BYTES];
        data.asFloatBuffer().get(values);
        return values;
    }

    public double[] doubles() {
        require("<f8");
        double[] values = new double[data.remaining() / Double.BYTES];
        data.asDoubleBuffer().get(values);
        return values;
    }

    public int[] ints() {
        require("<i4");
        int[] values = new int[data.remaining() / Integer.BYTES];
        data.asIntBuffer().get(values);
        return values;
    }

    private void require(String expected) {
        if (!type.equals(expected)) {
            throw new IllegalStateException("array of " + type + ", expected " + expected);
        }
    }
}
