package io.clmr.augment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One allowed value for each parameter of an operation. */
public final class Arguments {
    private final Map<Parameter, Double> values;

    private Arguments(Map<Parameter, Double> values) {
        this.values = values;
    }

    /** Checks the values given by name and fills in those that may be left out. */
    static Arguments check(String operation, List<Parameter> parameters, Map<String, Double> given) {
        List<String> names = parameters.stream().map(Parameter::name).toList();
        for (String key : given.keySet()) {
            if (!names.contains(key)) {
                throw new IllegalArgumentException(
                        operation + ": " + key + " is not a parameter, expected one of " + names);
            }
        }
        Map<Parameter, Double> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            Double value = given.get(parameter.name());
            values.put(parameter, parameter.check(operation, value != null ? value : fallback(operation, parameter)));
        }
        return new Arguments(values);
    }

    public double real(Parameter parameter) {
        Double value = values.get(parameter);
        if (value == null) {
            throw new IllegalArgumentException(parameter.name() + " is not among the parameters of this operation");
        }
        return value;
    }

    public int whole(Parameter parameter) {
        return (int) real(parameter);
    }

    private static double fallback(String operation, Parameter parameter) {
        return parameter
                .fallback()
                .orElseThrow(() -> new IllegalArgumentException(
                        operation + ": " + parameter.name() + " is missing, allowed are " + parameter.allowed()));
    }
}
