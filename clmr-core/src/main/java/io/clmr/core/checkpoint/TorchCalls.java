package io.clmr.core.checkpoint;

import io.clmr.core.checkpoint.Pickled.Dict;
import io.clmr.core.checkpoint.Pickled.Foreign;
import io.clmr.core.checkpoint.Pickled.Global;
import io.clmr.core.checkpoint.Pickled.Tuple;
import io.clmr.core.model.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The only calls of a pickle that have a result: those that put tensors, parameters and dictionaries together. */
final class TorchCalls {

    private static final int MAX_DIMENSIONS = 32;

    private TorchCalls() {}

    /** Returns how many items the result of a call may hold that are not the pickle's own instructions. */
    static int copiedItems(Object arguments) {
        return arguments instanceof Tuple tuple
                        && !tuple.items().isEmpty()
                        && tuple.items().get(0) instanceof List<?> pairs
                ? pairs.size()
                : 0;
    }

    /**
     * Returns what a call stands for.
     *
     * @param callable what the pickle wants to call
     * @param arguments a tuple
     * @return a tensor, dictionary or tuple, or a {@link Foreign} for anything not on the list
     */
    static Object call(Object callable, Object arguments) throws CheckpointException {
        List<Object> given = arguments instanceof Tuple tuple ? tuple.items() : List.of();
        if (!(callable instanceof Global function)) {
            return new Foreign("a call of something that is not a name");
        }
        return switch (function.toString()) {
            case "collections.OrderedDict", "builtins.dict", "__builtin__.dict" -> dictionary(given);
            case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" ->
                tensor(function, given, Optional.empty());
            case "torch._utils._rebuild_tensor_v3" ->
                tensor(function, given, given.size() > 6 ? TorchStorage.typeOf(given.get(6)) : Optional.empty());
            case "torch._utils._rebuild_parameter",
                    "torch._utils._rebuild_parameter_with_state",
                    "torch.nn.parameter.Parameter" -> given.isEmpty() ? new Foreign(function.toString()) : given.get(0);
            case "torch.Size", "builtins.tuple", "__builtin__.tuple" ->
                given.size() == 1 && given.get(0) instanceof Tuple
                        ? given.get(0)
                        : new Foreign("a call of " + function);
            default -> new Foreign("a call of " + function);
        };
    }

    private static Object tensor(Global function, List<Object> given, Optional<TensorType> said)
            throws CheckpointException {
        if (given.size() < 4) {
            throw new CheckpointException(
                    "the pickle calls " + function.name() + " with " + given.size() + " arguments");
        }
        if (!(given.get(0) instanceof TorchStorage storage)) {
            return new Foreign("a tensor of a kind unknown here"); // quantised, complex and the like
        }
        Optional<TensorType> type = said.isPresent() ? said : storage.type();
        return type.isPresent()
                ? TorchTensor.of(storage, type.get(), given.get(1), given.get(2), given.get(3))
                : new Foreign("a tensor of a kind unknown here");
    }

    /** An empty dictionary, or one of a list of pairs. */
    private static Object dictionary(List<Object> given) throws CheckpointException {
        Dict dict = new Dict();
        if (!given.isEmpty() && given.get(0) instanceof List<?> pairs) {
            for (Object pair : pairs) {
                List<?> parts = pair instanceof Tuple tuple ? tuple.items() : pair instanceof List<?> l ? l : List.of();
                if (parts.size() != 2) {
                    throw new CheckpointException("the pickle makes a dictionary of something that is no pair");
                }
                dict.put(parts.get(0), parts.get(1));
            }
        }
        return dict;
    }

    /** The whole numbers from 0 of a tuple or list. */
    static List<Long> longs(Object sequence) throws CheckpointException {
        List<?> items = sequence instanceof Tuple tuple ? tuple.items() : sequence instanceof List<?> l ? l : List.of();
        if (!(sequence instanceof Tuple) && !(sequence instanceof List<?>)) {
            throw new CheckpointException("the pickle has a tensor whose shape or strides are no list");
        }
        if (items.size() > MAX_DIMENSIONS) {
            throw new CheckpointException("the pickle has a tensor of " + items.size() + " dimensions, at most "
                    + MAX_DIMENSIONS + " are read");
        }
        List<Long> values = new ArrayList<>(items.size());
        for (Object item : items) {
            if (!(item instanceof Long value) || value < 0) {
                throw new CheckpointException("the pickle has a tensor with a size or stride that is no number from 0");
            }
            values.add(value);
        }
        return values;
    }
}
