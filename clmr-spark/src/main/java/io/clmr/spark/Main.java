package io.clmr.spark;

import io.clmr.base.files.PrintableText;
import io.clmr.base.files.UserPath;
import io.clmr.core.checkpoint.CheckpointException;
import io.clmr.data.list.ListException;
import io.clmr.eval.embed.EmbedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkException;
import picocli.CommandLine;

/** The program that {@code scripts/clmr-spark} submits; the only place that ends it. */
public final class Main {
    private static final int HELP_COLUMNS = 110;

    // as those of clmr
    static final int DONE = 0;
    static final int USAGE = 2;
    static final int INPUT = 3;
    static final int ENVIRONMENT = 4;
    static final int BUG = 70;

    private Main() {}

    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT); // what is printed is the same everywhere
        System.exit(run(System.out, System.err, args));
    }

    /** Runs one command line in this process and returns its exit code. */
    static int run(PrintStream out, PrintStream err, String... args) {
        int code = execute(out, err, args);
        if (code == DONE && out.checkError()) {
            err.println("clmr-spark: the result could not be written to the standard output");
            return ENVIRONMENT;
        }
        return code;
    }

    private static int execute(PrintStream out, PrintStream err, String... args) {
        return new CommandLine(new EmbedProgram(out, err))
                .registerConverter(Path.class, UserPath::of)
                .setUsageHelpWidth(HELP_COLUMNS)
                .setOut(new java.io.PrintWriter(out, true, java.nio.charset.StandardCharsets.UTF_8))
                .setParameterExceptionHandler((error, given) -> {
                    err.println("clmr-spark: " + PrintableText.of(firstLine(error))
                            + "; 'clmr-spark --help' shows the usage");
                    return USAGE;
                })
                .setExecutionExceptionHandler((error, command, parsed) -> {
                    err.println("clmr-spark: " + PrintableText.of(message(error)));
                    return code(error);
                })
                .execute(args);
    }

    static int code(Throwable error) {
        if (error instanceof AccessDeniedException || error instanceof AccessControlException) {
            return ENVIRONMENT;
        }
        if (error instanceof CheckpointException
                || error instanceof EmbedException
                || error instanceof ListException
                || error instanceof NoSuchFileException
                || error instanceof FileNotFoundException) {
            return INPUT;
        }
        return error instanceof IOException || error instanceof UncheckedIOException || isSparks(error)
                ? ENVIRONMENT
                : BUG;
    }

    /** Spark throws its checked exception from methods that do not declare it. */
    private static boolean isSparks(Throwable error) {
        return error instanceof SparkException;
    }

    private static String message(Throwable error) {
        String first = firstLine(error);
        if (isSparks(error) || error.getCause() instanceof SparkException) {
            return "Spark gave up: " + first + "; what is done is kept, the same command goes on with it";
        }
        return code(error) == BUG
                ? "unexpected error, please report it: " + error.getClass().getName() + ": " + first
                : first;
    }

    private static String firstLine(Throwable error) {
        return Objects.requireNonNullElse(error.getMessage(), error.toString())
                .lines()
                .findFirst()
                .orElse("");
    }
}
