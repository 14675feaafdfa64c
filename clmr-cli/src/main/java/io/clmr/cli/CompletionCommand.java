package io.clmr.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code clmr completion}: prints what makes the Tab key work. */
@Command(
        name = "completion",
        headerHeading = "Example:%n",
        header = {"  source <(clmr completion)", ""},
        description = "Prints a completion script for bash and zsh.")
final class CompletionCommand extends ClmrCommand {

    CompletionCommand(Session session) {
        super(session);
    }

    @Override
    int run() {
        console().out().print(AutoComplete.bash("clmr", spec().root().commandLine()));
        return ExitCode.DONE;
    }
}
