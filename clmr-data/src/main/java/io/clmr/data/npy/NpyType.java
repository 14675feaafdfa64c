package io.clmr.data.npy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The element types that are read; all little-endian. */
enum NpyType {
    FLOAT32("<f4", 4) {
        @Override
        double get(ByteBuffer data) {
            return data.getFloat();
        }
    },
    FLOAT64("<f8", 8) {
        @Override
        double get(ByteBuffer data) {
            return data.getDouble();
        }
    },
    BOOL("|b1", 1) {
        @Override
        double get(ByteBuffer data) {
            return data.get() == 0 ? 0 : 1;
        }
    },
    INT8("|i1", 1) {
        @Override
        double get(ByteBuffer data) {
            return data.get();
        }
    },
    INT32("<i4", 4) {
        @Override
        double get(ByteBuffer data) {
            return data.getInt();
        }
    },
    UINT32("<u4", 4) {
        @Override
        double get(ByteBuffer data) {
            return Integer.toUnsignedLong(data.getInt());
        }
    },
    INT64("<i8", 8) {
        @Override
        double get(ByteBuffer data) {
            return data.getLong();
        }
    },
    INT16("<i2", 2) {
        @Override
        double get(ByteBuffer data) {
            return data.getShort();
        }
    },
    UINT16("<u2", 2) {
        @Override
        double get(ByteBuffer data) {
            return Short.toUnsignedInt(data.getShort());
        }
    },
    UINT8("|u1", 1) {
        @Override
        double get(ByteBuffer data) {
            return data.get() & 0xff;
        }
    };

    private final String descr;
    private final int bytes;

    NpyType(String descr, int bytes) {
        this.descr = descr;
        this.bytes = bytes;
    }

    /** Reads the next element. */
    abstract double get(ByteBuffer data);

    String descr() {
        return descr;
    }

    int bytes() {
        return bytes;
    }

    static NpyType of(String descr, String name) throws IOException {
        for (NpyType type : values()) {
            if (type.descr.equals(descr)) {
                return type;
            }
        }
        throw new IOException(name + ": element type " + descr + ", expected one of "
                + Arrays.stream(values()).map(NpyType::descr).collect(Collectors.joining(", ")));
    }
}
