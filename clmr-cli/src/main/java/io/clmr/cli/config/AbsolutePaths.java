package io.clmr.cli.config;

import io.clmr.base.files.AbsolutePath;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Makes every path of a configuration absolute, so that it means the same from another folder. */
final class AbsolutePaths {
    private AbsolutePaths() {}

    /** Returns a configuration with its paths made absolute, those of its groups too. */
    static <R extends Record> R of(R config) throws IOException {
        RecordComponent[] components = config.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        boolean changed = false;
        try {
            for (int n = 0; n < components.length; n++) {
                components[n].getAccessor().setAccessible(true);
                Object before = components[n].getAccessor().invoke(config);
                values[n] = absolute(before);
                changed |= !values[n].equals(before);
            }
            if (!changed) {
                return config;
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            @SuppressWarnings("unchecked") // the class of a record of this very type
            Constructor<R> constructor = (Constructor<R>) config.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(config.getClass() + " cannot be copied", e);
        }
    }

    private static Object absolute(Object value) throws IOException {
        if (value instanceof Path path) {
            return AbsolutePath.of(path);
        }
        if (value instanceof Optional<?> some && some.isPresent() && some.get() instanceof Path path) {
            return Optional.of(AbsolutePath.of(path));
        }
        return value instanceof Record group ? of(group) : value;
    }
}
