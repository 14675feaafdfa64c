package io.clmr.spark;

import io.clmr.eval.embed.Attempt;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/** Sums over all tasks that were committed: Spark leaves out those of failed and of doubled attempts. */
record Counters(
        LongAccumulator embedded,
        LongAccumulator failed,
        LongAccumulator rows,
        LongAccumulator audioMillis,
        LongAccumulator encoders)
        implements Serializable {

    static Counters of(SparkContext context) {
        return new Counters(
                context.longAccumulator("files embedded"),
                context.longAccumulator("files failed"),
                context.longAccumulator("rows"),
                context.longAccumulator("audio, ms"),
                context.longAccumulator("encoders opened"));
    }

    void count(Attempt attempt) {
        if (attempt instanceof Attempt.Embedded done) {
            embedded.add(1L);
            rows.add((long) done.embedding().rows().length);
            audioMillis.add(Math.round(done.audioSeconds() * 1000));
        } else {
            failed.add(1L);
        }
    }
}
