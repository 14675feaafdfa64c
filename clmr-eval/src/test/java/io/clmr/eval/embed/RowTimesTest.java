package io.clmr.eval.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class RowTimesTest {
    /** So that the text of an index reads back as the very number a table has. */
    @Property(tries = 300)
    void timesAreTheNearestWholeMicroseconds(
            @ForAll @LongRange(min = 1, max = 1L << 40) long samples,
            @ForAll @IntRange(min = 1, max = 10_000_000) int hop,
            @ForAll @IntRange(min = 8000, max = 96_000) int rate) {
        Embedding embedding =
                new RowTimes(Integer.MAX_VALUE, hop, rate).embedding(new float[][] {{0}, {1}}, samples, Pool.NONE);
        assertEquals(0, embedding.startSeconds()[0]);
        assertEquals(rounded(hop, rate), embedding.startSeconds()[1]);
        assertEquals(
                rounded(Math.min(samples, Integer.MAX_VALUE), rate), embedding.endSeconds()[0]);
        assertEquals(
                embedding.startSeconds()[1],
                Double.parseDouble(EmbeddingStore.seconds(embedding.startSeconds()[1])));
    }

    private static double rounded(long samples, int rate) {
        return BigDecimal.valueOf(samples)
                .divide(BigDecimal.valueOf(rate), 6, RoundingMode.HALF_UP)
                .doubleValue();
    }
}
