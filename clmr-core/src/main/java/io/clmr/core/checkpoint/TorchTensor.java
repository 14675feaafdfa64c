package io.clmr.core.checkpoint;

import io.clmr.base.files.PrintableText;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A tensor of a PyTorch file: a way of walking through a storage.
 *
 * @param storage that holds the numbers
 * @param type of the numbers
 * @param offset first value in the storage
 * @param shape one size a dimension
 * @param strides values to step for one index more, one a dimension
 */
record TorchTensor(TorchStorage storage, TensorType type, long offset, List<Long> shape, List<Long> strides) {

    /** Finds the bytes of a storage. */
    @FunctionalInterface
    interface Storages {
        /** Returns all bytes of the storage, from position 0. */
        ByteBuffer load(TorchStorage storage) throws IOException;
    }

    /** Number of values. */
    long size() throws CheckpointException {
        try {
            long size = 1;
            for (long length : shape) {
                size = Math.multiplyExact(size, length);
            }
            return size;
        } catch (ArithmeticException e) {
            throw new CheckpointException("a tensor has shape " + shown(shape) + ", more than can be counted", e);
        }
    }

    /**
     * Copies the numbers out, row after row.
     *
     * @param maxBytes that the result may have
     */
    HostTensor materialize(Storages storages, long maxBytes) throws IOException {
        long size = size();
        if (size > Math.min(maxBytes, Integer.MAX_VALUE - 8) / type.bytes()) {
            throw new CheckpointException(
                    "a tensor of shape " + shown(shape) + " has " + size + " values, more than this file can hold");
        }
        ByteBuffer source = storages.load(storage);
        checkInside(source, size);
        long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
        int begin = (int) ((storage.viewBegin() + offset) * type.bytes());
        int bytes = (int) (size * type.bytes());
        if (size == 0 || isContiguous()) {
            return HostTensor.of(type, size == 0 ? ByteBuffer.allocate(0) : source.slice(begin, bytes), sizes);
        }
        ByteBuffer target = ByteBuffer.allocate(bytes);
        long[] steps = strides.stream().mapToLong(Long::longValue).toArray();
        long[] index = new long[sizes.length];
        long at = storage.viewBegin() + offset;
        for (int i = 0; i < size; i++) {
            target.put(i * type.bytes(), source, (int) (at * type.bytes()), type.bytes());
            at += step(index, sizes, steps);
        }
        return HostTensor.of(type, target, sizes);
    }

    /** Counts the index up by one, last dimension first, and returns how far the next value is from this one. */
    private static long step(long[] index, long[] sizes, long[] strides) {
        long back = 0;
        for (int d = index.length - 1; d >= 0; d--) {
            if (++index[d] < sizes[d]) {
                return strides[d] - back;
            }
            index[d] = 0;
            back += (sizes[d] - 1) * strides[d];
        }
        return 0; // behind the last value
    }

    private boolean isContiguous() {
        long expected = 1;
        for (int d = shape.size() - 1; d >= 0; d--) {
            if (shape.get(d) != 1 && strides.get(d) != expected) {
                return false;
            }
            expected *= shape.get(d);
        }
        return true;
    }

    private void checkInside(ByteBuffer source, long size) throws CheckpointException {
        if (size == 0) {
            return;
        }
        try {
            long last = Math.addExact(storage.viewBegin(), offset);
            for (int d = 0; d < shape.size(); d++) {
                last = Math.addExact(last, Math.multiplyExact(shape.get(d) - 1, strides.get(d)));
            }
            if (last < source.remaining() / type.bytes()) {
                return;
            }
        } catch (ArithmeticException e) {
            throw new CheckpointException(outside(source), e);
        }
        throw new CheckpointException(outside(source));
    }

    private static String shown(List<Long> sizes) {
        return PrintableText.name(sizes.toString());
    }

    private String outside(ByteBuffer source) {
        return "a tensor of shape " + shown(shape) + ", strides " + shown(strides) + " and offset " + offset
                + " reaches beyond its storage of " + source.remaining() + " bytes";
    }

    /** Makes a tensor of the parts a pickle gives, checked as far as they can be without the numbers. */
    static TorchTensor of(TorchStorage storage, TensorType type, Object offset, Object shape, Object strides)
            throws CheckpointException {
        List<Long> sizes = TorchCalls.longs(shape);
        List<Long> steps = TorchCalls.longs(strides);
        if (!(offset instanceof Long begin) || begin < 0 || sizes.size() != steps.size()) {
            throw new CheckpointException("the pickle has a tensor whose shape and strides do not fit together: "
                    + shown(sizes) + ", " + shown(steps));
        }
        return new TorchTensor(storage, type, begin, sizes, steps);
    }
}
