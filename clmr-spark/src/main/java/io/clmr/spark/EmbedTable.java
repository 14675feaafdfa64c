package io.clmr.spark;

import io.clmr.eval.embed.Attempt;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.hadoop.io.NullWritable;
import org.apache.parquet.example.data.Group;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/** A task over rows of a table that holds the files themselves; see {@link AudioTable}. */
record EmbedTable(EncoderSpec spec, Counters counters, DecodeGuard guard, String bytesColumn)
        implements PairFlatMapFunction<Iterator<Tuple2<Void, Group>>, NullWritable, Outcome>, Serializable {

    @Override
    public Iterator<Tuple2<NullWritable, Outcome>> call(Iterator<Tuple2<Void, Group>> rows) {
        ExecutorEncoder encoder = ExecutorEncoder.of(spec);
        if (encoder.open()) {
            counters.encoders().add(1L);
        }
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Tuple2<NullWritable, Outcome> next() {
                Group row = rows.next()._2();
                String path =
                        row.getFieldRepetitionCount(AudioTable.PATH) == 0 ? "" : row.getString(AudioTable.PATH, 0);
                Attempt attempt = attempt(encoder, path, row);
                counters.count(attempt);
                return new Tuple2<>(NullWritable.get(), EmbedFiles.outcome(path, attempt));
            }
        };
    }

    private Attempt attempt(ExecutorEncoder encoder, String path, Group row) {
        if (row.getFieldRepetitionCount(bytesColumn) == 0) {
            return new Attempt.Failed(path + ": the row has no " + bytesColumn);
        }
        byte[] bytes = row.getBinary(bytesColumn, 0).getBytes();
        return guard.attempt(path + " " + bytes.length, path, () -> {
            try (LocalCopy copy = LocalCopy.of(path, bytes)) {
                return copy.attempt(encoder);
            }
        });
    }
}
