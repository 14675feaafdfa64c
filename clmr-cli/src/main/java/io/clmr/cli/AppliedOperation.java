package io.clmr.cli;

import io.clmr.augment.Operation;
import io.clmr.augment.OperationType;
import io.clmr.augment.TransformRegistry;
import io.clmr.cli.config.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * One {@code --apply NAME K=V …}.
 *
 * @param parameters as given
 */
record AppliedOperation(String name, Map<String, Double> parameters) {

    private static final Pattern PARAMETER = Pattern.compile("[a-z][a-z0-9_]*=.*");

    /** Takes the name and then only what looks like a parameter, so that IN and OUT may follow. */
    static final class Consumer implements IParameterConsumer {
        @Override
        @SuppressWarnings("JdkObsolete") // picocli hands over a Stack
        public void consumeParameters(Stack<String> args, ArgSpec argSpec, CommandSpec commandSpec) {
            if (args.isEmpty() || args.peek().startsWith("-")) {
                throw new UsageException("--apply needs the name of an operation, such as --apply gain gain_db=-6");
            }
            String name = args.pop();
            Map<String, Double> parameters = new LinkedHashMap<>();
            while (!args.isEmpty() && PARAMETER.matcher(args.peek()).matches()) {
                String[] parts = args.pop().split("=", 2);
                if (parameters.put(parts[0], number(name, parts[0], parts[1])) != null) {
                    throw new UsageException("--apply " + name + ": " + parts[0] + " is there twice, keep one");
                }
            }
            List<AppliedOperation> all = argSpec.getValue();
            all.add(new AppliedOperation(name, parameters));
        }

        private static double number(String name, String parameter, String text) {
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw new UsageException(
                        "--apply " + name + ": " + parameter + " is '" + text + "', expected a number");
            }
        }
    }

    Operation create(TransformRegistry registry) {
        List<String> names =
                registry.operations().stream().map(OperationType::name).toList();
        if (!names.contains(name)) {
            Optional<String> near = NearestName.of(name, names);
            throw new UsageException("--apply " + name + ": no such operation"
                    + near.map(known -> "; did you mean " + known + "? There are ")
                            .orElse("; there are ")
                    + String.join(", ", names));
        }
        return UsageException.checked("--apply", () -> registry.operation(name, parameters));
    }
}
