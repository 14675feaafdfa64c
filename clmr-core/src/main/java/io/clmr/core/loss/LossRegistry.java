package io.clmr.core.loss;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The losses by name: the built-in table, then what {@link ServiceLoader} finds on the class path. */
public final class LossRegistry {

    private record BuiltIn(String name, Class<? extends LossConfig> configType, LossConfig defaults)
            implements ContrastiveLossProvider {}

    private static final List<ContrastiveLossProvider> BUILT_IN = List.of(
            new BuiltIn("nt_xent", NtXentConfig.class, NtXentConfig.defaults()),
            new BuiltIn("dcl", DecoupledConfig.class, DecoupledConfig.defaults()),
            new BuiltIn("dclw", WeightedDecoupledConfig.class, WeightedDecoupledConfig.defaults()),
            new BuiltIn("vicreg", VicRegConfig.class, VicRegConfig.defaults()),
            new BuiltIn("info_nce", InfoNceConfig.class, InfoNceConfig.defaults()));

    private final Map<String, ContrastiveLossProvider> byName = new LinkedHashMap<>();

    private LossRegistry() {}

    /** Collects the losses that can be used in this process. */
    public static LossRegistry load() {
        LossRegistry registry = new LossRegistry();
        BUILT_IN.forEach(registry::add);
        ServiceLoader.load(ContrastiveLossProvider.class).forEach(registry::add);
        return registry;
    }

    private void add(ContrastiveLossProvider provider) {
        if (byName.putIfAbsent(provider.name(), provider) != null) {
            throw new IllegalStateException("two losses are named '" + provider.name() + "'; the second is "
                    + provider.getClass().getName());
        }
    }

    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /**
     * Returns the loss of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public ContrastiveLossProvider find(String name) {
        ContrastiveLossProvider found = byName.get(name);
        if (found == null) {
            throw new IllegalArgumentException("loss is '" + name + "', expected one of " + byName.keySet());
        }
        return found;
    }
}
