package io.clmr.augment;

import io.clmr.augment.transform.BuiltInTransforms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** All transforms by name: the built-in table and whatever {@code ServiceLoader} finds. */
public final class TransformRegistry {
    private final Map<String, TransformProvider> providers = new LinkedHashMap<>();
    private final Map<String, OperationType> operations = new LinkedHashMap<>();

    private TransformRegistry() {}

    /** Returns the registry of the built-in transforms and those of the class path. */
    public static TransformRegistry load() {
        TransformRegistry registry = new TransformRegistry();
        BuiltInTransforms.all().forEach(registry::add);
        BuiltInTransforms.operationsOutsideTheChain().forEach(registry::add);
        ServiceLoader.load(TransformProvider.class).forEach(registry::add);
        return registry;
    }

    /** Returns the providers in the order of the published chain, additions last. */
    public List<TransformProvider> providers() {
        return new ArrayList<>(providers.values());
    }

    /** Returns the transform of that name. */
    public TransformProvider provider(String name) {
        return require(providers, "transform", name);
    }

    /** Returns everything that can be applied with fixed parameters. */
    public List<OperationType> operations() {
        return new ArrayList<>(operations.values());
    }

    /** Returns the operation of that name with the given parameters, all checked. */
    public Operation operation(String name, Map<String, Double> parameters) {
        return require(operations, "operation", name).create(parameters);
    }

    private void add(TransformProvider provider) {
        requireNew(providers.put(provider.name(), provider) == null, "transform", provider.name());
        provider.operations().forEach(this::add);
    }

    private void add(OperationType operation) {
        requireNew(operations.put(operation.name(), operation) == null, "operation", operation.name());
    }

    private static <T> T require(Map<String, T> known, String what, String name) {
        T found = known.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    name + " is not a known " + what + ", expected one of " + String.join(", ", known.keySet()));
        }
        return found;
    }

    private static void requireNew(boolean isNew, String what, String name) {
        if (!isNew) {
            throw new IllegalStateException("two " + what + "s are called " + name + "; rename one of them");
        }
    }
}
