package io.clmr.cli;

import io.clmr.cli.console.Console;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine;

/** Starts the program; the only place that ends it. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true"); // charts are drawn without a screen
        Locale.setDefault(Locale.ROOT); // libraries print numbers and dates the same everywhere
        Interruption interruption = new Interruption();
        Session session = new Session(Console.ofProcess(), interruption, System.getenv());
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> interruption.onShutdown(session.console()), "interruption"));
        int code = run(session, args);
        interruption.finished(code);
        System.exit(code);
    }

    /** Runs one command line in this process and returns its exit code. */
    static int run(Session session, String... args) {
        int code = execute(session, args);
        return new ErrorReporter(session).delivered(code);
    }

    private static int execute(Session session, String... args) {
        try {
            return CommandTree.build(session).execute(args);
        } catch (CommandLine.ExecutionException e) { // an Error, which picocli hands to no handler
            return report(session, Objects.requireNonNullElse(e.getCause(), e), args);
        } catch (RuntimeException | Error e) {
            return report(session, e, args);
        }
    }

    private static int report(Session session, Throwable error, String... args) {
        return new ErrorReporter(session).report(error, List.of(args));
    }
}
