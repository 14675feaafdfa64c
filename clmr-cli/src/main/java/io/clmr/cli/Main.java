package io.clmr.cli;

import io.clmr.cli.console.Console;
import io.clmr.data.audio.DecodeNote;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine;

/** Starts the program; the only place that ends it. */
public final class Main {

    private static final String LAUNCHERS_NOTE = "clmr.session"; // set by scripts/clmr

    private Main() {}

    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true"); // charts are drawn without a screen
        Locale.setDefault(Locale.ROOT); // libraries print numbers and dates the same everywhere
        Interruption interruption = new Interruption();
        Session session = new Session(Console.ofProcess(), interruption, System.getenv());
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> interruption.onShutdown(session.console()), "interruption"));
        int code = runNoted(session, args);
        interruption.finished(code);
        System.exit(code);
    }

    /** Notes what is decoded, where the launcher asks for it: after a crash it says what that was about. */
    @SuppressWarnings("try") // the note is held, not used
    private static int runNoted(Session session, String... args) {
        String place = System.getProperty(LAUNCHERS_NOTE);
        if (place == null) {
            return run(session, args);
        }
        try (DecodeNote note = DecodeNote.open(Path.of(place), false)) {
            return run(session, args);
        }
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
