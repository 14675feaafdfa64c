package io.clmr.core.checkpoint;

import io.clmr.core.checkpoint.Pickled.Foreign;
import io.clmr.core.checkpoint.Pickled.Global;
import io.clmr.core.checkpoint.Pickled.None;
import io.clmr.core.checkpoint.Pickled.Tuple;
import io.clmr.core.model.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names a run of numbers that lies elsewhere in the file. Where the saving machine kept it (cuda:0) does not matter.
 *
 * @param key of the numbers in the file
 * @param type of the numbers; empty if the tensors say it themselves
 * @param size number of values, or of bytes if the type is empty
 * @param viewBegin first value, where an old file names only a part of the numbers; else 0
 */
record TorchStorage(String key, Optional<TensorType> type, long size, long viewBegin) {

    private static final int MAX_KEY_LENGTH = 256;

    private static final Map<String, TensorType> TYPES = Map.of(
            "DoubleStorage", TensorType.F64,
            "FloatStorage", TensorType.F32,
            "HalfStorage", TensorType.F16,
            "BFloat16Storage", TensorType.BF16,
            "LongStorage", TensorType.I64,
            "IntStorage", TensorType.I32,
            "ShortStorage", TensorType.I16,
            "CharStorage", TensorType.I8,
            "ByteStorage", TensorType.U8,
            "BoolStorage", TensorType.BOOL);

    private static final Map<String, TensorType> DTYPES = Map.ofEntries(
            Map.entry("float64", TensorType.F64),
            Map.entry("double", TensorType.F64),
            Map.entry("float32", TensorType.F32),
            Map.entry("float", TensorType.F32),
            Map.entry("float16", TensorType.F16),
            Map.entry("half", TensorType.F16),
            Map.entry("bfloat16", TensorType.BF16),
            Map.entry("int64", TensorType.I64),
            Map.entry("long", TensorType.I64),
            Map.entry("int32", TensorType.I32),
            Map.entry("int", TensorType.I32),
            Map.entry("int16", TensorType.I16),
            Map.entry("short", TensorType.I16),
            Map.entry("int8", TensorType.I8),
            Map.entry("uint8", TensorType.U8),
            Map.entry("bool", TensorType.BOOL));

    /** Returns the type of {@code torch.float32} and the like. */
    static Optional<TensorType> typeOf(Object dtype) {
        return dtype instanceof Global global && global.module().equals("torch")
                ? Optional.ofNullable(DTYPES.get(global.name()))
                : Optional.empty();
    }

    /**
     * Reads {@code ('storage', torch.FloatStorage, '0', 'cuda:0', 1024)}, behind which old files may have a view
     * {@code (key, begin, size)}.
     *
     * @return a storage, or a {@link Foreign} if it is of a kind unknown here
     */
    static Object fromPersistentId(Object id) throws CheckpointException {
        List<Object> parts = id instanceof Tuple tuple ? tuple.items() : List.of();
        if (parts.size() < 5
                || !"storage".equals(parts.get(0))
                || !(parts.get(1) instanceof Global kind)
                || !(parts.get(2) instanceof String key)
                || key.length() > MAX_KEY_LENGTH
                || !(parts.get(4) instanceof Long size)
                || size < 0) {
            throw new CheckpointException("the pickle refers to something outside it that is no tensor storage");
        }
        long begin = viewBegin(parts);
        if (kind.name().equals("UntypedStorage")) {
            return new TorchStorage(key, Optional.empty(), size, begin);
        }
        boolean known = kind.module().equals("torch") || kind.module().equals("torch.cuda");
        TensorType type = TYPES.get(kind.name());
        return known && type != null
                ? new TorchStorage(key, Optional.of(type), size, begin)
                : new Foreign("numbers of " + kind);
    }

    private static long viewBegin(List<Object> parts) throws CheckpointException {
        if (parts.size() < 6 || parts.get(5) == None.NONE) {
            return 0;
        }
        if (parts.get(5) instanceof Tuple view
                && view.items().size() == 3
                && view.items().get(1) instanceof Long begin
                && begin >= 0) {
            return begin;
        }
        throw new CheckpointException("the pickle has a view of a tensor storage that cannot be read");
    }
}
