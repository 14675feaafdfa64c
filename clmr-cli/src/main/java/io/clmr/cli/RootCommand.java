package io.clmr.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clmr} without a command: says what there is. */
@Command(
        name = "clmr",
        headerHeading = "Example:%n",
        header = {
            "  clmr quickstart                    # train, evaluate and embed on the bundled music, in minutes",
            "  clmr pretrain --config mine.yaml   # train on your own",
            ""
        },
        description = "Learns representations of music from raw audio, without labels (CLMR), and tests them.",
        footer = {"", "'clmr COMMAND --help' shows the options of a command."},
        versionProvider = RootCommand.Version.class)
final class RootCommand implements Callable<Integer> {

    /** Names the version without starting anything. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "clmr " + number(),
                "Java " + Runtime.version().feature() + " (" + Runtime.version() + ", "
                        + System.getProperty("java.vendor") + "), " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch")
            };
        }

        /** Returns the version the jar was built as; {@code development} for classes outside a jar. */
        static String number() {
            String version = Version.class.getPackage().getImplementationVersion();
            return version == null ? "development" : version;
        }
    }

    private final Session session;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on the option itself
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // picocli acts on the option itself
    private boolean version;

    RootCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(session.console().err(), CommandLine.Help.Ansi.OFF);
        return ExitCode.USAGE;
    }
}
