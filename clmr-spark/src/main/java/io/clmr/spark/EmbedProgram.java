package io.clmr.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clmr.data.list.Exclusions;
import io.clmr.eval.embed.EmbedConfig;
import io.clmr.eval.embed.EmbedConfig.ShortFiles;
import io.clmr.eval.embed.Pool;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the user asks for on the command line, done. */
@Command(
        name = "clmr-spark",
        headerHeading = "Examples:%n",
        header = {
            "  clmr-spark --master local[*] --checkpoint runs/mtat --out embedded music/",
            "  clmr-spark --master spark://host:7077 --checkpoint runs/mtat --out /nfs/embedded /nfs/music/",
            "  clmr-spark --master yarn --num-executors 20 --executor-cores 4 --checkpoint runs/mtat \\",
            "      --out hdfs:///embedded hdfs:///music",
            "  clmr-spark --master yarn --checkpoint runs/mtat --out hdfs:///embedded --table hdfs:///audio",
            ""
        },
        description = {
            "Turns audio files into vectors on many machines: the rows of clmr embed, as an Apache Spark job."
                    + " The folder OUT gets embeddings/*.parquet (path, start_s, end_s, embedding) and, if there are bad"
                    + " files, errors/*.parquet (path, reason). A job that was stopped goes on where it was when it is"
                    + " started again.",
            ""
        },
        footer = {
            "",
            "Options of the launcher:",
            "      --master M             local[N], local[*], spark://HOST:PORT or yarn. Default: local[*].",
            "      --installed            clmr is at this path on every machine: its jars are not sent to executors.",
            "      --conf K=V, --properties-file, --name, --queue, --driver-memory, --executor-memory,",
            "      --executor-cores, --num-executors, --total-executor-cores, --files, --packages, --repositories,",
            "      --principal, --keytab, --proxy-user: handed to spark-submit.",
            "  SPARK_HOME names the Spark to use; without it, the one that clmr was built with. docs/spark.md has more."
        })
final class EmbedProgram implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "INPUT",
            description =
                    "Audio files, folders (searched at any depth), local lists of paths or URLs (.txt, .lst, .m3u,"
                            + " .m3u8), or Parquet tables (.parquet) with the columns path and bytes (or content). Paths must be"
                            + " the same on every machine; URLs are of any file system of Hadoop, such as hdfs:// or s3a://.")
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = "--checkpoint",
            paramLabel = "C",
            required = true,
            description = "Run folder, checkpoint folder, .safetensors, .ckpt or .pt, on this machine.")
    private Path checkpoint = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Folder to write, which every machine can write: a path or a URL.")
    private String out = "";

    @Option(names = "--table", description = "Every INPUT is a Parquet table, whatever its name ends in.")
    private boolean table;

    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            description = "Leave out files and folders of this name, or of this path below INPUT, such as '*.tmp' or"
                    + " 'Karaoke/**'; may be repeated.")
    private List<String> exclude = new ArrayList<>();

    @Option(
            names = "--hop",
            paramLabel = "S",
            description = "Seconds from one window to the next. Default: one window, no overlap.")
    private @Nullable Double hop;

    @Option(
            names = "--short",
            paramLabel = "WHAT",
            defaultValue = "skip",
            description = "Files shorter than a window: skip (they are errors) or pad (with zeros)."
                    + " Default: ${DEFAULT-VALUE}.")
    private String shortFiles = "skip";

    @Option(
            names = "--pool",
            paramLabel = "HOW",
            defaultValue = "none",
            description = "Over the windows of a file: none, mean or mean+std. Default: ${DEFAULT-VALUE}.")
    private String pool = "none";

    @Option(
            names = "--files-per-task",
            paramLabel = "N",
            defaultValue = "" + JobOptions.FILES_PER_TASK,
            description = "Files of a task at most; what is done again if its machine dies. Default: ${DEFAULT-VALUE}.")
    private int filesPerTask = JobOptions.FILES_PER_TASK;

    @Option(
            names = "--files-per-round",
            paramLabel = "N",
            defaultValue = "" + JobOptions.FILES_PER_ROUND,
            description = "Files committed at once; what is done again at most if the job is stopped."
                    + " Default: ${DEFAULT-VALUE}.")
    private int filesPerRound = JobOptions.FILES_PER_ROUND;

    @Option(names = "--json", description = "Print the result as one JSON document.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on the option itself
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final PrintStream output;
    private final PrintStream errors;

    EmbedProgram(PrintStream output, PrintStream errors) {
        this.output = output;
        this.errors = errors;
    }

    @Override
    public Integer call() throws IOException {
        JobOptions options = options();
        Exclusions exclusions = exclusions();
        Weights weights = Weights.of(checkpoint);
        long start = System.nanoTime();
        try (JavaSparkContext context = new JavaSparkContext(configuration())) {
            Inputs found = Inputs.find(
                    inputs,
                    table,
                    exclusions,
                    context.hadoopConfiguration(),
                    remark -> errors.println("clmr-spark: " + remark));
            Totals totals = new EmbeddingJob(context, options).run(weights, found, out);
            return report(totals, (System.nanoTime() - start) / 1e9);
        } finally {
            ExecutorEncoder.closeAll(); // with a local master the tasks ran in this process
        }
    }

    private JobOptions options() {
        try {
            return new JobOptions(
                    new EmbedConfig(
                            hop == null ? OptionalDouble.empty() : OptionalDouble.of(hop),
                            choice("--short", shortFiles, Map.of("skip", ShortFiles.SKIP, "pad", ShortFiles.PAD)),
                            choice(
                                    "--pool",
                                    pool,
                                    Map.of("none", Pool.NONE, "mean", Pool.MEAN, "mean+std", Pool.MEAN_STD))),
                    filesPerTask,
                    filesPerRound);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Exclusions exclusions() {
        try {
            return new Exclusions(exclude);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--exclude is " + e.getMessage(), e);
        }
    }

    private static <T> T choice(String option, String text, Map<String, T> known) {
        T chosen = known.get(text);
        if (chosen == null) {
            throw new IllegalArgumentException(option + " is '" + text + "', expected one of "
                    + String.join(", ", known.keySet().stream().sorted().toList()));
        }
        return chosen;
    }

    /** What the user did not set himself by {@code --conf} or a file of properties. */
    private SparkConf configuration() {
        return new SparkConf().setIfMissing("spark.app.name", "clmr-spark").setIfMissing("spark.master", "local[*]");
    }

    private int report(Totals totals, double seconds) throws JsonProcessingException {
        output.println(json ? totals.json(out, seconds) : totals.text(out, seconds));
        if (totals.rows() == 0) {
            errors.println("clmr-spark: no file could be embedded; the reasons are in " + out + "/errors");
            return Main.INPUT;
        }
        return Main.DONE;
    }
}
