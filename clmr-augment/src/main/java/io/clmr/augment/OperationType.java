package io.clmr.augment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A kind of operation: what {@code pitch cents=137} is an example of.
 *
 * @param name lower_snake_case, unique among all operations
 * @param parameters in the order in which they are printed
 * @param constructor makes the operation from checked arguments
 */
public record OperationType(String name, List<Parameter> parameters, Function<Arguments, Operation> constructor) {
    public OperationType {
        parameters = List.copyOf(parameters);
    }

    /** Makes the operation from values by parameter name; parameters with a fallback may be left out. */
    public Operation create(Map<String, Double> given) {
        return constructor.apply(Arguments.check(name, parameters, given));
    }

    /** Returns the values under the parameters' names, in order; for {@link Operation#parameters}. */
    public Map<String, Number> describe(Number... values) {
        Map<String, Number> described = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            described.put(parameters.get(i).name(), values[i]);
        }
        return described;
    }
}
