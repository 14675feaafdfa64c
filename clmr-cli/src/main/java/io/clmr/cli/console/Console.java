package io.clmr.cli.console;

import io.clmr.base.files.PrintableText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where results (out) and everything else (err) are written, and how much of the latter is wanted. */
public final class Console {

    /** How much is told on the error stream. */
    public enum Verbosity {
        /** Errors and warnings. */
        QUIET,
        NORMAL,
        /** Log lines and stack traces too. */
        VERBOSE
    }

    private static final String OUT_DESCRIPTOR = "clmr.stdout.descriptor"; // set by scripts/clmr, which says why
    private static final String ERROR_DESCRIPTOR = "clmr.stderr.descriptor";
    private static final String ERROR_IS_TERMINAL = "clmr.stderr.terminal";

    private final ResultStream results;
    private final PrintWriter out;
    private final PrintWriter styled;
    private final PrintStream err;
    private final PrintStream drawn;
    private final boolean outIsTerminal;
    private final boolean errIsTerminal;
    private Verbosity verbosity = Verbosity.NORMAL;
    private UnaryOperator<String> hints = UnaryOperator.identity();

    public Console(OutputStream out, OutputStream err, boolean outIsTerminal, boolean errIsTerminal) {
        results = new ResultStream(out);
        this.out = new PrintWriter(new PlainTextStream(results), true, StandardCharsets.UTF_8);
        styled = new PrintWriter(results, true, StandardCharsets.UTF_8);
        this.err = new PrintStream(new PlainTextStream(err), true, StandardCharsets.UTF_8);
        drawn = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.outIsTerminal = outIsTerminal;
        this.errIsTerminal = errIsTerminal;
    }

    /** Returns the console of this process; libraries that print to the error stream use the same one from then on. */
    public static Console ofProcess() {
        Inherited out = Inherited.of(OUT_DESCRIPTOR, 1, FileDescriptor.out);
        Inherited err = Inherited.of(ERROR_DESCRIPTOR, 2, FileDescriptor.err);
        boolean terminal = Boolean.getBoolean(ERROR_IS_TERMINAL) || isTerminal(err.link());
        Console console = new Console(out.stream(), err.stream(), isTerminal(out.link()), terminal);
        System.setErr(console.err);
        return console;
    }

    /** A stream of this process: one that the launcher has left open, else the usual one. */
    private record Inherited(OutputStream stream, int number) {
        static Inherited of(String property, int usualNumber, FileDescriptor usual) {
            Optional<Integer> launchersOwn = Optional.ofNullable(Integer.getInteger(property));
            Optional<OutputStream> stream = launchersOwn.flatMap(InheritedDescriptor::open);
            return stream.isPresent()
                    ? new Inherited(stream.get(), launchersOwn.get())
                    : new Inherited(new FileOutputStream(usual), usualNumber);
        }

        String link() {
            return "/proc/self/fd/" + number;
        }
    }

    private static boolean isTerminal(String link) {
        Path path = Path.of(link);
        if (!Files.isSymbolicLink(path)) {
            return false;
        }
        try {
            String target = Files.readSymbolicLink(path).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    public PrintWriter out() {
        return out;
    }

    /** Returns where results go that are ours to the last character and may be coloured, such as help. */
    public PrintWriter styled() {
        return styled;
    }

    /** Hands on what was printed so far, and returns why some of it did not arrive: the disk is full, the reader has gone. */
    public Optional<IOException> lost() {
        out.flush();
        styled.flush();
        return results.failure();
    }

    public PrintStream err() {
        return err;
    }

    public Verbosity verbosity() {
        return verbosity;
    }

    public void setVerbosity(Verbosity verbosity) {
        this.verbosity = verbosity;
    }

    /** Sets how the commands in what is told, such as {@code clmr prepare}, are called on this machine. */
    public void setHints(UnaryOperator<String> hints) {
        this.hints = hints;
    }

    /** Tells a result for people to read. */
    public void print(String text) {
        out.println(hints.apply(text));
    }

    /** Whether text on the result stream may be coloured. */
    public boolean colourful(Map<String, String> environment) {
        return outIsTerminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.getOrDefault("TERM", ""));
    }

    /** Tells what is being done, unless quiet. */
    public void say(String line) {
        if (verbosity != Verbosity.QUIET) {
            fail(line);
        }
    }

    /** Tells what the user should know even if quiet. */
    public void warn(String line) {
        fail("clmr: warning: " + line);
    }

    /** Tells why a command ends, which is one line whatever is in the names it holds. */
    public void fail(String line) {
        err.println(PrintableText.of(hints.apply(line)));
        err.flush();
    }

    /**
     * Starts to show how far something is: a bar on a terminal, a line now and then elsewhere, nothing if quiet.
     *
     * @param task what is done, such as {@code prepare}
     * @param unit what is counted, such as {@code clips}
     */
    public Progress progress(String task, String unit) {
        if (verbosity == Verbosity.QUIET) {
            return Progress.SILENT;
        }
        return errIsTerminal
                ? new BarProgress(drawn, PrintableText.of(task), unit)
                : new LineProgress(this::say, task, unit, System::nanoTime);
    }
}
