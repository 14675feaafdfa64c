package io.clmr.cli;

import io.clmr.cli.config.NearestName;
import io.clmr.cli.console.Console;
import io.clmr.cli.console.CrashLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns an error into one line for the user and an exit code. */
final class ErrorReporter implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final Session session;

    ErrorReporter(Session session) {
        this.session = session;
    }

    @Override
    public int handleParseException(ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        String message = error instanceof UnmatchedArgumentException unmatched
                ? unknown(unmatched, command)
                : lowerFirst(
                        String.valueOf(error.getMessage()).lines().findFirst().orElse(""));
        String usage = "'" + command.getCommandSpec().qualifiedName() + " --help' shows the usage";
        report(message + (message.endsWith("?") ? " " : "; ") + usage);
        return ExitCode.of(error);
    }

    private static String unknown(UnmatchedArgumentException error, CommandLine command) {
        String word = error.getUnmatched().get(0);
        boolean option = word.startsWith("-");
        String name = option ? word.split("=", 2)[0] : word;
        Set<String> known = option
                ? command.getCommandSpec().optionsMap().keySet()
                : command.getSubcommands().keySet();
        String what = option ? "option" : known.isEmpty() ? "argument" : "command";
        Optional<String> asOption =
                Optional.of("--" + name).filter(command.getCommandSpec().optionsMap()::containsKey);
        String near = asOption.or(() -> NearestName.of(name, known))
                .map(meant -> "; did you mean " + meant + "?")
                .orElse("");
        return (known.isEmpty() ? "unexpected " : "unknown ") + what + " '" + name + "'" + near;
    }

    @Override
    public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
        return report(error, parsed.originalArgs());
    }

    /** Reports an error that ends the command, and returns the exit code. */
    int report(Throwable thrown, List<String> args) {
        // A reader that may throw nothing checked, such as that of the store, wraps what it found.
        Throwable error =
                thrown instanceof UncheckedIOException ? Objects.requireNonNullElse(thrown.getCause(), thrown) : thrown;
        int code = ExitCode.of(error);
        if (code == ExitCode.INTERRUPTED) {
            session.console().say("clmr: interrupted");
            return code;
        }
        if (code == ExitCode.BUG) {
            String where = CrashLog.of(session.environment()).write(error, args);
            report("unexpected error, please report it: " + oneLine(error.toString()) + "; " + where);
        } else {
            report(message(error));
        }
        if (session.console().verbosity() == Console.Verbosity.VERBOSE) {
            error.printStackTrace(session.console().err());
        }
        return code;
    }

    /**
     * Returns the exit code of a command that ended with one: another one if its result did not arrive.
     *
     * <p>Nothing is said of a reader that has seen enough, such as {@code head}.
     */
    int delivered(int code) {
        Optional<IOException> lost = session.console().lost();
        if (lost.isEmpty() || (code != ExitCode.DONE && code != ExitCode.FINDINGS)) {
            return code;
        }
        String reason = Objects.requireNonNullElse(lost.get().getMessage(), "");
        if (!reason.contains("Broken pipe")) {
            report("the result could not be written to the standard output: " + reason + advice(reason));
        }
        return ExitCode.ENVIRONMENT;
    }

    private void report(String line) {
        session.console().fail("clmr: " + line);
    }

    private static String message(Throwable error) {
        String message = Objects.requireNonNullElse(error.getMessage(), "");
        if (error instanceof OutOfMemoryError) {
            return "out of memory (" + message + "); give the program more with CLMR_OPTS=-Xmx8g, or use a smaller"
                    + " train.batch_size";
        }
        if (ExitCode.isNativeOutOfMemory(error)) {
            return "the device is out of memory; use a smaller train.batch_size, or train.accumulate=2 for the same"
                    + " batch in two parts";
        }
        if (error instanceof NoSuchFileException) {
            return message + " is not there, expected a file or folder that can be read";
        }
        if (error instanceof NotDirectoryException) {
            return message + " is a file, expected a folder";
        }
        if (error instanceof AccessDeniedException denied) {
            return denied.getFile() + " may not be read or written by this user; change its permissions or use another"
                    + " place";
        }
        if (error instanceof FileSystemException file && file.getReason() != null) {
            return file.getFile() + ": " + file.getReason() + advice(file.getReason());
        }
        return error instanceof IOException ? message + advice(message) : message;
    }

    private static String advice(String reason) {
        if (reason.contains("free ")) {
            return ""; // the message says it itself
        }
        if (reason.contains("No space left on device") || reason.contains("Disk quota exceeded")) {
            return "; free some space and run the same command again";
        }
        if (reason.contains("Too many open files")) {
            return "; allow more, such as with ulimit -n 4096, or use fewer --threads";
        }
        if (reason.contains("Input/output error") || reason.contains("Stale file handle")) {
            return "; the disk or the network failed, run the same command again when it is back";
        }
        if (reason.contains("File name too long")) {
            return "; use a shorter name or path";
        }
        return reason.contains("Read-only file system") ? "; use a place that can be written" : "";
    }

    private static String oneLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String lowerFirst(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
