package io.clmr.tarsos;

import be.tarsos.dsp.AudioProcessor;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A public constructor of a class that implements {@link AudioProcessor}, found by the class's name. */
record ProcessorConstructor(Constructor<?> constructor) {

    /**
     * Finds the constructor that takes the arguments; if several do, the one whose signature sorts first.
     *
     * @throws IllegalArgumentException if there is no such class or constructor, naming those there are
     */
    static ProcessorConstructor find(String className, List<Argument> arguments) {
        Class<?> type = processorClass(className);
        return Arrays.stream(type.getConstructors())
                .filter(candidate -> takes(candidate, arguments))
                .min(Comparator.comparing(Constructor::toGenericString))
                .map(ProcessorConstructor::new)
                .orElseThrow(() -> new IllegalArgumentException("arguments are " + arguments.size()
                        + " that fit no constructor, expected those of " + signatures(type)));
    }

    String className() {
        return constructor.getDeclaringClass().getName();
    }

    List<Class<?>> parameterTypes() {
        return List.of(constructor.getParameterTypes());
    }

    /** Makes a new processor; processors keep state, so each application needs its own. */
    AudioProcessor create(List<Argument.Settled> arguments, int sampleRateHz) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            values.add(arguments.get(i).value(parameterTypes().get(i), sampleRateHz));
        }
        try {
            return (AudioProcessor) constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    "tarsos: " + className() + " refuses the arguments " + values + ": " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(className() + " was found but cannot be made", e);
        }
    }

    private static Class<?> processorClass(String className) {
        Class<?> type;
        try {
            // not initialised: a class that turns out to be no processor must not run any code
            type = Class.forName(className, false, ProcessorConstructor.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IllegalArgumentException(
                    "effect is " + className + ", which is no class; did you mean " + KnownProcessors.nearest(className)
                            + "?",
                    e);
        }
        if (!AudioProcessor.class.isAssignableFrom(type)
                || Modifier.isAbstract(type.getModifiers())
                || !Modifier.isPublic(type.getModifiers())) {
            throw new IllegalArgumentException("effect is " + className + ", expected a public class that implements "
                    + AudioProcessor.class.getName() + ", such as " + KnownProcessors.nearest(className));
        }
        if (KnownProcessors.RANDOM.contains(className)) {
            throw new IllegalArgumentException("effect is " + className
                    + ", which draws from Math.random, so that no view could be made again; expected another class");
        }
        return type;
    }

    private static boolean takes(Constructor<?> candidate, List<Argument> arguments) {
        Class<?>[] types = candidate.getParameterTypes();
        return types.length == arguments.size()
                && IntStream.range(0, types.length)
                        .allMatch(i -> arguments.get(i).fits(types[i]));
    }

    private static String signatures(Class<?> type) {
        return Arrays.stream(type.getConstructors())
                .map(constructor -> Arrays.stream(constructor.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", type.getSimpleName() + "(", ")")))
                .sorted()
                .collect(Collectors.joining(" or "));
    }
}
