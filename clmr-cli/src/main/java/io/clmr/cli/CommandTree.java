package io.clmr.cli;

import io.clmr.base.files.UserPath;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The table of commands, and what holds for all of them. */
final class CommandTree {

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
                new ReproduceCommand(session),
                new ImportCommand(session),
                new ExportCommand(session),
                new BenchCommand(session),
                new ConfigCommand(session),
                new ResultsTableCommand(session),
                new CompletionCommand(session))) {
            root.addSubcommand(command);
        }
        ProgramName name =
                new ProgramName(ProgramName.ofProcess(), root.getSubcommands().keySet());
        root.setCommandName(name.name());
        session.console().setHints(name::in);
        HelpLayout.arrange(root, session.environment(), name);
        ErrorReporter errors = new ErrorReporter(session);
        boolean colour = session.console().colourful(session.environment());
        return root.setOut(session.console().styled())
                .setErr(new PrintWriter(session.console().err(), true, StandardCharsets.UTF_8))
                .setColorScheme(Help.defaultColorScheme(colour ? Help.Ansi.ON : Help.Ansi.OFF))
                .registerConverter(Path.class, UserPath::of)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }
}
