package io.clmr.spark;

import io.clmr.base.files.FileState;
import io.clmr.base.files.PathText;
import io.clmr.eval.embed.Attempt;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Iterator;
import org.apache.hadoop.io.NullWritable;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/**
 * A task over places of files: one after the other is embedded as its outcome is asked for, so memory stays flat.
 *
 * @param folder of the driver, which relative paths go out from
 */
record EmbedFiles(EncoderSpec spec, Counters counters, DecodeGuard guard, String folder)
        implements PairFlatMapFunction<Iterator<String>, NullWritable, Outcome>, Serializable {

    @Override
    public Iterator<Tuple2<NullWritable, Outcome>> call(Iterator<String> places) {
        ExecutorEncoder encoder = ExecutorEncoder.of(spec);
        if (encoder.open()) {
            counters.encoders().add(1L);
        }
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return places.hasNext();
            }

            @Override
            public Tuple2<NullWritable, Outcome> next() {
                String place = places.next();
                Attempt attempt = guard.attempt(identity(place), place, () -> attempt(encoder, place));
                counters.count(attempt);
                return new Tuple2<>(NullWritable.get(), outcome(place, attempt));
            }
        };
    }

    /** Returns what tells a file from another one, and a local one from what it was before it was replaced. */
    private String identity(String place) {
        return Place.isUrl(place)
                ? place
                : FileState.of(local(place)).map(FileState::toString).orElse(place);
    }

    private Path local(String place) {
        return PathText.parse(Path.of(folder).resolve(place).toString());
    }

    private Attempt attempt(ExecutorEncoder encoder, String place) {
        if (!Place.isUrl(place)) {
            return encoder.attempt(local(place));
        }
        try (LocalCopy copy = LocalCopy.fetch(place)) {
            return copy.attempt(encoder);
        } catch (IOException e) {
            return new Attempt.Failed(place + ": cannot be fetched: " + e);
        }
    }

    static Outcome outcome(String path, Attempt attempt) {
        return attempt instanceof Attempt.Embedded done
                ? new Outcome.Rows(path, done.embedding())
                : new Outcome.Failure(path, ((Attempt.Failed) attempt).reason());
    }
}
