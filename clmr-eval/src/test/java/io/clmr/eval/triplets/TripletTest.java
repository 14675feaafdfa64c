package io.clmr.eval.triplets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TripletTest {
    private static final String HEAD = "clip1_id\tclip2_id\tclip3_id\tclip1_numvotes\tclip2_numvotes\tclip3_numvotes"
            + "\tclip1_mp3_path\tclip2_mp3_path\tclip3_mp3_path\n";
    private static final Set<String> CLIPS = Set.of("f/a.mp3", "f/b.mp3", "9/c.mp3", "9/d.mp3");

    @TempDir
    private Path folder;

    /** The layout of MagnaTagATune, quoted cells and Windows line ends included. */
    @Test
    void readsRowsAndAddsUpThoseOfTheSameClips() throws IOException {
        TripletFile file = read(HEAD
                + "1\t2\t3\t0\t1\t4\tf/a.mp3\tf/b.mp3\t9/c.mp3\r\n"
                + "\"3\"\t\"1\"\t\"2\"\t\"2\"\t\"0\"\t\"0\"\t\"9/c.mp3\"\t\"f/a.mp3\"\t\"f/b.mp3\"\n"
                + "1\t2\t4\t3\t0\t1\tf/a.mp3\tf/b.mp3\t9/d.mp3\n\n");
        assertEquals(3, file.rows());
        assertEquals(List.of(), file.leftOut());
        assertEquals(
                List.of(
                        new Triplet(List.of("9/c.mp3", "f/a.mp3", "f/b.mp3"), List.of(6, 0, 1)),
                        new Triplet(List.of("9/d.mp3", "f/a.mp3", "f/b.mp3"), List.of(1, 3, 0))),
                file.triplets());
    }

    @Test
    void namesEveryRowThatCannotBeUsed() throws IOException {
        TripletFile file = read(HEAD
                + "1\t2\t3\t0\t1\t4\tf/a.mp3\tf/b.mp3\t9/c.mp3\n"
                + "1\t2\t7\t0\t1\t4\tf/a.mp3\tf/b.mp3\tx/unknown.mp3\n"
                + "1\t2\t3\t0\tmany\t4\tf/a.mp3\tf/b.mp3\t9/c.mp3\n"
                + "1\t2\t3\t0\t-1\t4\tf/a.mp3\tf/b.mp3\t9/c.mp3\n"
                + "1\t2\t3\t0\t1\n"
                + "1\t1\t3\t0\t1\t4\tf/a.mp3\tf/a.mp3\t9/c.mp3\n"
                + "1\t2\t3\t0\t0\t0\tf/a.mp3\tf/b.mp3\t9/c.mp3\n");
        assertEquals(1, file.rows());
        assertEquals(
                List.of(
                        "line 3: there is no clip x/unknown.mp3",
                        "line 4: has 'many' votes, expected a number of at least 0",
                        "line 5: has '-1' votes, expected a number of at least 0",
                        "line 6: has 5 cells, expected 9",
                        "line 7: names f/a.mp3 twice",
                        "line 8: has no votes"),
                file.leftOut());
    }

    @Test
    void aFileOfAnotherLayoutIsRefused() {
        IOException head = assertThrows(IOException.class, () -> read("clip_id\tno voice\n1\t0\n"));
        assertTrue(head.getMessage().contains("the head line has no column clip1_numvotes"), head.getMessage());
        IOException none =
                assertThrows(IOException.class, () -> read(HEAD + "1\t2\t3\t0\t1\t4\tx.mp3\ty.mp3\tz.mp3\n"));
        assertTrue(none.getMessage().endsWith("no row can be used; line 2: there is no clip x.mp3"), none.getMessage());
    }

    /**
     * Clips a and b point the same way, c elsewhere. Of 10 votes 7 are for c, 2 for a, 1 for b. A vote for c says two
     * things that hold; one for a says that bc is shorter than ab (wrong) and than ac (equal, half).
     */
    @Test
    void countsVotesAsWrittenOut() throws IOException {
        Map<String, float[]> features =
                Map.of("a", new float[] {1, 0}, "b", new float[] {2, 0}, "c", new float[] {0, 3});
        List<Triplet> one = List.of(new Triplet(List.of("a", "b", "c"), List.of(2, 1, 7)));
        TripletScore score = TripletAgreement.score("runs/a", one, features, 1);
        assertEquals((7 * 1.0 + 3 * 0.25) / 10, score.metrics().get("agreement"), 1e-12);
        assertEquals(0.7, score.metrics().get("odd_one_out"), 1e-12);
        // c before a and before b hold; a before b is a tie of distances
        assertEquals(2.5 / 3, score.metrics().get("constraints"), 1e-12);
        assertEquals(3, score.constraints());
        assertEquals(10, score.votes());
    }

    @Test
    void tripletsWithoutFeaturesAreCountedAndIntervalsHoldTheFigures() throws IOException {
        Map<String, float[]> features = Map.of(
                "a", new float[] {1, 0}, "b", new float[] {1, 0.1f}, "c", new float[] {0, 1}, "d", new float[] {0.5f, 1
                });
        TripletScore score = TripletAgreement.score(
                "x",
                List.of(
                        new Triplet(List.of("a", "b", "c"), List.of(0, 0, 3)),
                        new Triplet(List.of("a", "c", "d"), List.of(0, 2, 0)),
                        new Triplet(List.of("a", "b", "z"), List.of(1, 0, 0))),
                features,
                1);
        assertEquals(2, score.triplets());
        assertEquals(1, score.unusable());
        assertTrue(
                score.intervals().get("agreement").low() <= score.metrics().get("agreement")
                        && score.metrics().get("agreement")
                                <= score.intervals().get("agreement").high(),
                score.toString());
    }

    private TripletFile read(String text) throws IOException {
        Path file = folder.resolve("comparisons_final.csv");
        Files.writeString(file, text);
        return TripletFile.read(file, CLIPS::contains);
    }
}
