package io.clmr.eval.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clmr.data.npy.NpyArray;
import io.clmr.eval.Golden;
import io.clmr.eval.probe.NearestNeighbours.Distance;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NearestNeighboursTest {
    /** The reference: first 80 rows are searched for the last 40; votes tie towards the lowest class. */
    @ParameterizedTest
    @EnumSource
    void findsScikitLearnsNeighboursAndVotes(Distance distance) throws IOException {
        Map<String, NpyArray> golden = Golden.npz("probe.npz");
        float[][] all = golden.get("features").matrix();
        double[] classes = golden.get("classes").values();
        for (int k : new int[] {1, 5, 10}) {
            String name = "knn__" + distance.name().toLowerCase(Locale.ROOT) + "__" + k;
            double[] neighbours = golden.get(name + "__neighbours").values();
            int[][] found =
                    NearestNeighbours.find(Arrays.copyOf(all, 80), Arrays.copyOfRange(all, 80, 120), k, distance);
            for (int query = 0; query < 40; query++) {
                int[] expected = Arrays.stream(neighbours, query * k, (query + 1) * k)
                        .mapToInt(v -> (int) v)
                        .toArray();
                assertArrayEquals(expected, found[query], name + " of query " + query);
                int[] votes = new int[4];
                for (int neighbour : found[query]) {
                    votes[(int) classes[neighbour]]++;
                }
                int winner = 0;
                for (int c = 1; c < 4; c++) {
                    winner = votes[c] > votes[winner] ? c : winner;
                }
                assertEquals(golden.get(name + "__predictions").values()[query], winner);
            }
        }
    }

    @Test
    void ofEqualDistancesTheLowerRowComesFirst() {
        float[][] rows = {{2, 0}, {0, 1}, {1, 0}, {3, 0}};
        assertArrayEquals(
                new int[] {0, 2, 3}, NearestNeighbours.find(rows, new float[][] {{5, 0}}, 3, Distance.COSINE)[0]);
    }

    @Test
    void refusesMoreNeighboursThanRows() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> NearestNeighbours.find(new float[][] {{1}}, new float[][] {{1}}, 2, Distance.COSINE));
        assertEquals("k is 2, expected 1 to 1", e.getMessage());
    }
}
