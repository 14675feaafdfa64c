package io.clmr.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The table of commands, and what holds for all of them. */
final class CommandTree {

    private static final int HELP_COLUMNS = 110;

    private CommandTree() {}

    static CommandLine build(Session session) {
        CommandLine root = new CommandLine(new RootCommand(session));
        for (ClmrCommand command : List.of(
                new QuickstartCommand(session),
                new DoctorCommand(session),
                new PrepareCommand(session),
                new CheckCommand(session),
                new AugmentCommand(session),
                new PretrainCommand(session),
                new SupervisedCommand(session),
                new LinearEvalCommand(session),
                new EmbedCommand(session),
                new ReportCommand(session),
                new TagCommand(session),
                new SimilarCommand(session),
                new SweepCommand(session),
                new ImportCommand(session),
                new ExportCommand(session),
                new BenchCommand(session),
                new ConfigCommand(session),
                new CompletionCommand(session))) {
            root.addSubcommand(command);
        }
        root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> commandList(root));
        ErrorReporter errors = new ErrorReporter(session);
        boolean colour = session.console().colourful(session.environment());
        return root.setOut(session.console().out())
                .setErr(new PrintWriter(session.console().err(), true, StandardCharsets.UTF_8))
                .setColorScheme(Help.defaultColorScheme(colour ? Help.Ansi.ON : Help.Ansi.OFF))
                .setUsageHelpWidth(HELP_COLUMNS)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }

    /** One line a command: picocli would print its example, which stands first in its own help. */
    private static String commandList(CommandLine root) {
        StringBuilder list = new StringBuilder();
        root.getSubcommands().forEach((name, command) -> {
            String description = command.getCommandSpec().usageMessage().description()[0];
            list.append(String.format("  %-12s %s%n", name, description.split("(?<=\\.) |: ", 2)[0]));
        });
        return list.toString();
    }
}
