package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The paper's tables by the real program, on a few songs. */
class ReproduceIT {

    private static final String HOME = "clmr.home";

    @TempDir
    Path folder;

    @BeforeAll
    static void startFromTheCheckout() {
        System.setProperty(HOME, "..");
    }

    @AfterAll
    static void leaveTheCheckout() {
        System.clearProperty(HOME);
    }

    private Program reproduce(String... args) {
        List<String> all = new ArrayList<>(List.of("reproduce"));
        all.addAll(List.of(args));
        return Program.run(folder, all.toArray(String[]::new));
    }

    private Program temperature(String... more) throws IOException {
        Path music = folder.resolve("music");
        if (Files.notExists(music)) {
            Music.copy(music, 6);
        }
        List<String> args = new ArrayList<>(List.of("temperature", "--seed", "1"));
        args.addAll(List.of("--out", folder.resolve("out").toString()));
        for (String set : List.of(
                "dataset.format=folder",
                "dataset.root=" + music,
                "store.path=" + folder.resolve("store"),
                "model.width=0.0625",
                "train.batch_size=3",
                "train.max_steps=2",
                "train.device=cpu",
                "probe.head=knn")) {
            args.addAll(List.of("--set", set));
        }
        args.addAll(List.of(more));
        return reproduce(args.toArray(String[]::new));
    }

    @Test
    void runsWhatIsMissingOnceAndSetsThePublishedFiguresBeside() throws IOException {
        Program listed = temperature("--dry-run");
        assertEquals(0, listed.code(), listed.err());
        assertTrue(listed.out().contains("4 of 4 cells are open"), listed.out());
        assertFalse(Files.exists(folder.resolve("out")), "a dry run wrote something");

        Program first = temperature();
        assertEquals(0, first.code(), first.err());
        assertTrue(first.out().contains("32.05"), first.out());
        assertTrue(first.out().contains("ours: folder music, "), first.out());
        assertTrue(first.out().contains("batch 3, 2 steps"), first.out());
        assertTrue(first.out().contains("published [1]: MagnaTagATune; 1,500 epochs"), first.out());
        assertTrue(first.out().contains("not run at paper scale"), first.out());

        Program again = temperature();
        assertEquals(first.out(), again.out());
        assertFalse(again.err().contains("pretraining"), again.err());

        Program shown = reproduce(
                "temperature",
                "--no-run",
                "--json",
                "--out",
                folder.resolve("out").toString());
        JsonNode rows = new ObjectMapper().readTree(shown.out()).path("rows");
        assertEquals(6, rows.size(), shown.out()); // four of ours, one of them published, and two more published
        JsonNode both = rows.get(1);
        assertEquals("temperature 0.25", both.path("row").asText());
        assertEquals(
                0.3205,
                both.path("published").path("metrics").path("pr_auc_macro").asDouble());
        assertTrue(both.path("ours").path("pr_auc_macro").path("mean").asDouble() > 0, shown.out());
        assertFalse(rows.get(0).has("published"), shown.out());
    }

    @Test
    void whatWasNotRunIsSaidToBe() {
        Program shown = reproduce(
                "batch",
                "--scale",
                "paper",
                "--no-run",
                "--out",
                folder.resolve("nothing").toString());
        assertEquals(0, shown.code(), shown.err());
        assertTrue(shown.out().contains("Not run at paper scale (configs/paper/batch.yaml)."), shown.out());
        assertTrue(
                shown.out().contains("Published, but not known to us: the paper's scores by batch size."), shown.out());
    }

    @Test
    void drawsComplexity() throws IOException {
        Path figure = folder.resolve("figure.png");
        Program drawn = reproduce("complexity", "--figure", figure.toString());
        assertEquals(0, drawn.code(), drawn.err());
        assertTrue(drawn.out().contains("2,368,512"), drawn.out());
        assertTrue(ImageIO.read(figure.toFile()).getWidth() >= 600);
    }

    @Test
    void refusesWhatIsNoTable() {
        Program unknown = reproduce("temperatur", "--no-run");
        assertEquals(2, unknown.code());
        assertTrue(
                unknown.lastWords().contains("'temperatur' is no table, expected one of main, transfer"),
                unknown.err());
        assertEquals(2, reproduce("batch", "--figure", "x.png").code());
    }
}
