package io.clmr.core.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The encoders by name: the built-in table, then what {@link ServiceLoader} finds on the class path. */
public final class EncoderRegistry {

    private static final List<EncoderProvider> BUILT_IN = List.of(
            new SampleCnn.Provider(),
            new Tune.Provider(Tune.NAME, false),
            new Tune.Provider(Tune.PLUS_NAME, true),
            new Cpc.Provider());

    private final Map<String, EncoderProvider> byName = new LinkedHashMap<>();

    private EncoderRegistry() {}

    /** Collects the encoders that can be used in this process. */
    public static EncoderRegistry load() {
        EncoderRegistry registry = new EncoderRegistry();
        BUILT_IN.forEach(registry::add);
        ServiceLoader.load(EncoderProvider.class).forEach(registry::add);
        return registry;
    }

    private void add(EncoderProvider provider) {
        if (byName.putIfAbsent(provider.name(), provider) != null) {
            throw new IllegalStateException("two encoders are named '" + provider.name() + "'; the second is "
                    + provider.getClass().getName());
        }
    }

    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /**
     * Returns the encoder of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public EncoderProvider find(String name) {
        EncoderProvider found = byName.get(name);
        if (found == null) {
            throw new IllegalArgumentException("encoder is '" + name + "', expected one of " + byName.keySet());
        }
        return found;
    }
}
