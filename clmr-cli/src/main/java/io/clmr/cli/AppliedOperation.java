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
import picocli.CommandLine;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

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
            CommandLine command = commandSpec.commandLine();
            if (args.isEmpty() || args.peek().startsWith("-")) {
                throw new ParameterException(
                        command, "--apply needs the name of an operation, such as --apply gain gain_db=-6");
            }
            String name = args.pop();
            Map<String, Double> parameters = new LinkedHashMap<>();
            while (!args.isEmpty() && PARAMETER.matcher(args.peek()).matches()) {
                String[] parts = args.pop().split("=", 2);
                String what = "--apply " + name + ": " + parts[0] + " is ";
                try {
                    if (parameters.put(parts[0], Double.valueOf(parts[1])) != null) {
                        throw new ParameterException(command, what + "there twice, keep one");
                    }
                } catch (NumberFormatException e) {
                    throw new ParameterException(command, what + "'" + parts[1] + "', expected a number", e);
                }
            }
            List<AppliedOperation> all = argSpec.getValue();
            all.add(new AppliedOperation(name, parameters));
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
