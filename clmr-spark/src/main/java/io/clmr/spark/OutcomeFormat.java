package io.clmr.spark;

import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;

/**
 * Writes rows and failures of a task into two tables side by side, in the folder of the task's attempt.
 *
 * <p>So the committer takes over both or neither: whatever attempts die, are repeated or run twice, each file is in
 * exactly one of the tables, once. Spark makes it by reflection, hence public.
 */
public final class OutcomeFormat extends FileOutputFormat<NullWritable, Outcome> {
    static final String EMBEDDINGS = "embeddings";
    static final String ERRORS = "errors";
    private static final String ROUND = "clmr.round";

    /** Prepares a configuration for the tasks of a round. */
    static Configuration configuration(Configuration base, String folder, int round) {
        Configuration configuration = new Configuration(base);
        configuration.set(FileOutputFormat.OUTDIR, folder);
        configuration.setClass(JobContext.OUTPUT_FORMAT_CLASS_ATTR, OutcomeFormat.class, FileOutputFormat.class);
        configuration.setInt(ROUND, round);
        // Algorithm 1 moves nothing to its place before the whole round is done; 2 would do so task by task.
        configuration.setInt("mapreduce.fileoutputcommitter.algorithm.version", 1);
        configuration.setBoolean("mapreduce.fileoutputcommitter.marksuccessfuljobs", false); // one round is not all
        return configuration;
    }

    /** Returns what the names of a round's files begin with. */
    static String prefix(int round) {
        return String.format(Locale.ROOT, "part-%05d-", round);
    }

    /** Accepts any folder: {@link OutputFolder} has looked at it. */
    @Override
    public void checkOutputSpecs(JobContext job) {}

    @Override
    public RecordWriter<NullWritable, Outcome> getRecordWriter(TaskAttemptContext context) throws IOException {
        Path folder = ((PathOutputCommitter) getOutputCommitter(context)).getWorkPath();
        Configuration configuration = context.getConfiguration();
        int task = context.getTaskAttemptID().getTaskID().getId();
        String name = prefix(configuration.getInt(ROUND, 0)) + String.format(Locale.ROOT, "%05d.parquet", task);
        return new OutcomeWriter(
                new Path(new Path(folder, EMBEDDINGS), name), new Path(new Path(folder, ERRORS), name), configuration);
    }
}
