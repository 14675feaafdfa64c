package io.clmr.eval.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clmr.eval.embed.EmbedConfig.ShortFiles;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EmbedConfigTest {
    @Test
    void refusesAHopThatIsNotAboveZero() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> new EmbedConfig(OptionalDouble.of(0), ShortFiles.SKIP, Pool.NONE));
        assertEquals("hop is 0.0 s, expected above 0 and at most 86400 s", e.getMessage());
    }

    @Test
    void theHopIsRoundedToSamples() {
        EmbedConfig config = new EmbedConfig(OptionalDouble.of(0.5), ShortFiles.SKIP, Pool.NONE);
        assertEquals(11025, config.hopSamples(59049, 22050));
        assertEquals(59049, EmbedConfig.defaults().hopSamples(59049, 22050));
    }

    @Test
    void meanAndDeviationAreThoseOfThePopulation() {
        float[][] rows = {{1, 10}, {3, 10}};
        assertArrayEquals(new float[] {2, 10}, Pool.MEAN.apply(rows)[0]);
        assertArrayEquals(new float[] {2, 10, 1, 0}, Pool.MEAN_STD.apply(rows)[0]);
        assertEquals(1024, Pool.MEAN_STD.dim(512));
    }

    @Test
    void timesFollowHopAndPool() {
        RowTimes times = new RowTimes(10, 4, 2);
        float[][] windows = {{1}, {2}, {3}};
        Embedding each = times.embedding(windows, 19, Pool.NONE);
        assertArrayEquals(new double[] {0, 2, 4}, each.startSeconds());
        assertArrayEquals(new double[] {5, 7, 9}, each.endSeconds());
        Embedding pooled = times.embedding(windows, 19, Pool.MEAN);
        assertArrayEquals(new double[] {0}, pooled.startSeconds());
        assertArrayEquals(new double[] {9}, pooled.endSeconds());
        assertArrayEquals(
                new double[] {1.5},
                times.embedding(new float[][] {{1}}, 3, Pool.NONE).endSeconds());
    }

    @Test
    void shardsAreDisjointAndWholeTogether() {
        List<String> files = List.of("a", "b", "c", "d", "e");
        assertEquals(List.of("a", "d"), Shard.parse("1/3").of(files));
        assertEquals(List.of("b", "e"), Shard.parse("2/3").of(files));
        assertEquals(List.of("c"), Shard.parse("3/3").of(files));
        assertEquals(files, Shard.all().of(files));
    }

    @Test
    void refusesShardsOutOfRange() {
        assertEquals(
                "shard is 0/4, expected 1/n to n/n",
                assertThrows(IllegalArgumentException.class, () -> Shard.parse("0/4"))
                        .getMessage());
        assertEquals(
                "shard is \"x\", expected i/n, such as 1/4",
                assertThrows(IllegalArgumentException.class, () -> Shard.parse("x"))
                        .getMessage());
    }
}
