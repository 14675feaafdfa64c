package io.clmr.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.NullWritable;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The whole job, as the driver sees it: inputs are cut into rounds, a round into tasks, and each round is committed
 * before the next begins.
 *
 * <p>A task that dies is done again by Spark, up to {@code spark.task.maxFailures} times; only whole attempts are
 * committed, one for each task. A driver that died goes on with the first round that was not done. A round whose files
 * changed since is done anew.
 */
final class EmbeddingJob {
    private static final int TASKS_PER_CORE = 4; // so that cores end at about the same time

    private final JavaSparkContext context;
    private final JobOptions options;

    EmbeddingJob(JavaSparkContext context, JobOptions options) {
        this.context = context;
        this.options = options;
    }

    /**
     * A part of the inputs that is committed at once.
     *
     * @param fingerprint of its files as they are now
     */
    private record Round(String fingerprint, Tasks tasks) {}

    /** Cuts a round into tasks. */
    @FunctionalInterface
    private interface Tasks {
        JavaPairRDD<NullWritable, Outcome> outcomes(EncoderSpec spec, Counters counters, DecodeGuard guard);
    }

    /** Embeds what is not done yet, and returns the sums over everything. */
    Totals run(Weights weights, Inputs inputs, String out) throws IOException {
        Configuration hadoop = context.hadoopConfiguration();
        try (OutputFolder output = OutputFolder.open(out, settings(weights, inputs), hadoop)) {
            context.addFile(weights.file().toUri().toString());
            EncoderSpec spec = EncoderSpec.of(weights, options.config());
            Totals totals = Totals.none();
            List<Round> rounds = rounds(inputs);
            for (int n = 0; n < rounds.size(); n++) {
                Optional<Totals> before = output.done(n, rounds.get(n).fingerprint());
                totals = totals.plus(before.isPresent() ? before.get() : run(rounds.get(n), n, spec, output));
            }
            output.complete();
            return totals;
        }
    }

    private Totals run(Round round, int number, EncoderSpec spec, OutputFolder output) throws IOException {
        output.begin(number);
        Counters counters = Counters.of(context.sc());
        round.tasks()
                .outcomes(spec, counters, output.guard())
                .saveAsNewAPIHadoopDataset(
                        OutcomeFormat.configuration(context.hadoopConfiguration(), output.path(), number));
        Totals totals = Totals.of(counters);
        output.finish(number, round.fingerprint(), totals);
        return totals;
    }

    private List<Round> rounds(Inputs inputs) {
        List<Round> rounds = new ArrayList<>();
        List<String> files = inputs.files();
        String folder = Path.of("").toAbsolutePath().toString();
        for (int from = 0; from < files.size(); from += options.filesPerRound()) {
            List<String> part =
                    new ArrayList<>(files.subList(from, Math.min(files.size(), from + options.filesPerRound())));
            rounds.add(new Round(
                    inputs.fingerprint(part), (spec, counters, guard) -> context.parallelize(part, tasks(part.size()))
                            .mapPartitionsToPair(new EmbedFiles(spec, counters, guard, folder))));
        }
        for (AudioTable table : inputs.tables()) {
            rounds.add(
                    new Round(inputs.fingerprint(List.of(table.place())), (spec, counters, guard) -> table.rows(context)
                            .mapPartitionsToPair(new EmbedTable(spec, counters, guard, table.bytesColumn()))));
        }
        return rounds;
    }

    private int tasks(int files) {
        int ofFiles = (files + options.filesPerTask() - 1) / options.filesPerTask();
        return Math.min(files, Math.max(ofFiles, TASKS_PER_CORE * context.defaultParallelism()));
    }

    private Map<String, String> settings(Weights weights, Inputs inputs) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("weights_sha256", weights.sha256());
        settings.put(
                "hop_s",
                options.config().hopSeconds().isPresent()
                        ? Double.toString(options.config().hopSeconds().getAsDouble())
                        : "window");
        settings.put("short", options.config().shortFiles().name());
        settings.put("pool", options.config().pool().name());
        settings.putAll(options.config().selection().settings());
        settings.put("files", Integer.toString(inputs.files().size()));
        settings.put("inputs_sha256", inputs.fingerprint());
        settings.put("files_per_round", Integer.toString(options.filesPerRound()));
        return settings;
    }
}
