package io.clmr.eval.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.base.files.FileState;
import io.clmr.data.npy.NpyFile;
import io.clmr.eval.embed.FileNames.Named;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an output while its files come, change and go. A file's row is its first byte, times its length. */
class CatalogueOutputTest {
    private static final CatalogueOutput.Rows ROWS = new CatalogueOutput.Rows(Map.of("encoder", "abc"), 2);

    @TempDir
    Path temporary;

    private Path folder = Path.of("");

    @BeforeEach
    void realFolder() throws IOException {
        folder = temporary.toRealPath();
    }

    /** What a run did. */
    private record Run(List<String> embedded, int reused, int changed, int pruned) {}

    @ParameterizedTest
    @ValueSource(strings = {"x.npy", "x.csv", "x.parquet"})
    void aFileIsOneFileHoweverItIsSpelled(String name) throws IOException {
        Path song = song("music/1.wav", "a");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("music"));
        assertEquals(new Run(List.of("1.wav"), 0, 0, 0), embed(name, song));
        Path dotted = folder.resolve("music/../music/./1.wav");
        for (Path spelled : List.of(dotted, link.resolve("1.wav"), link.resolve("../music/1.wav"))) {
            assertEquals(new Run(List.of(), 1, 0, 0), embed(name, spelled));
        }
        assertEquals(new Run(List.of(), 1, 0, 0), embed(name, song, dotted, link.resolve("1.wav")));
        assertEquals(List.of(song + " [97.0, 1.0]"), rows(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.npy", "x.csv", "x.parquet"})
    void anotherFolderHasOtherFiles(String name) throws IOException {
        Path here = song("a/music/1.wav", "a");
        Path there = song("b/music/1.wav", "bb");
        embed(name, here);
        assertEquals(new Run(List.of("1.wav"), 0, 0, 0), embed(name, there));
        assertEquals(List.of(here + " [97.0, 1.0]", there + " [98.0, 2.0]"), rows(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.npy", "x.csv", "x.parquet"})
    void aChangedFileIsEmbeddedAgainAndItsRowsAreReplaced(String name) throws IOException {
        Path first = song("1.wav", "a");
        Path second = song("2.wav", "b");
        embed(name, first, second);
        Files.writeString(first, "cc");
        assertEquals(new Run(List.of("1.wav"), 1, 1, 0), embed(name, first, second));
        assertEquals(List.of(second + " [98.0, 1.0]", first + " [99.0, 2.0]"), rows(name));
        Files.setLastModifiedTime(second, FileTime.fromMillis(1_000_000)); // as long as before, and of another time
        assertEquals(new Run(List.of("2.wav"), 1, 1, 0), embed(name, first, second));
        assertEquals(new Run(List.of(), 2, 0, 0), embed(name, first, second));
        assertEquals(List.of(first + " [99.0, 2.0]", second + " [98.0, 1.0]"), rows(name));
        assertEquals(List.of(), leftOver());
    }

    @Test
    void aNameThatStandsForAnotherFileNowIsEmbeddedAgain() throws IOException {
        Path link = folder.resolve("current.wav");
        Files.createSymbolicLink(link, song("v1.wav", "a"));
        embed("x.npy", link);
        Files.delete(link);
        Files.createSymbolicLink(link, song("v2.wav", "b"));
        assertEquals(new Run(List.of("current.wav"), 0, 1, 0), embed("x.npy", link));
        assertEquals(List.of(link + " [98.0, 1.0]"), rows("x.npy"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.npy", "x.csv", "x.parquet"})
    void rowsOfFilesThatAreGoneStayUntilTheyArePruned(String name) throws IOException {
        Path first = song("1.wav", "a");
        Path second = song("2.wav", "b");
        embed(name, first, second);
        Files.delete(first);
        assertEquals(new Run(List.of(), 1, 0, 0), embed(name, second));
        assertEquals(2, rows(name).size());
        assertEquals(new Run(List.of(), 2, 0, 0), embed(name, first, second)); // named, and still known
        CatalogueOptions prune = options(Optional.empty(), true, false);
        assertEquals(new Run(List.of(), 1, 0, 1), embed(name, prune, second));
        assertEquals(List.of(second + " [98.0, 1.0]"), rows(name));
        assertEquals(new Run(List.of(), 1, 0, 0), embed(name, prune, second));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.csv", "x.parquet"})
    void aFinishedTableGrows(String name) throws IOException {
        Path first = song("1.wav", "a");
        embed(name, first);
        assertEquals(List.of(name, name + ".journal", name + ".lock"), names());
        byte[] before = Files.readAllBytes(folder.resolve(name));
        Path broken = song("2.wav", ""); // a file without rows
        assertEquals(new Run(List.of(), 1, 0, 0), embed(name, first, broken));
        assertArrayEquals(before, Files.readAllBytes(folder.resolve(name)), "nothing came, and it was written anew");
        Files.writeString(broken, "b");
        assertEquals(new Run(List.of("2.wav"), 1, 0, 0), embed(name, first, broken));
        assertEquals(List.of(first + " [97.0, 1.0]", broken + " [98.0, 1.0]"), rows(name));
        assertEquals(new Run(List.of(), 2, 0, 0), embed(name, first, broken));
        assertEquals(List.of(name, name + ".journal", name + ".lock"), names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.npy", "x.csv", "x.parquet"})
    void anOutputWithABaseMovesWithItsMusic(String name) throws IOException {
        song("disk/music/1.wav", "a");
        song("disk/music/2.wav", "b");
        Path base = folder.resolve("disk");
        Path song = base.resolve("music/1.wav");
        embed(name, options(Optional.of(base), false, false), song);
        assertEquals(List.of("music/1.wav [97.0, 1.0]"), rows(name));
        assertEquals(new Run(List.of(), 1, 0, 0), embed(name, song)); // the base is remembered

        Path moved = Files.move(base, folder.resolve("mount"));
        EmbedException lost = assertThrows(EmbedException.class, () -> embed(name, moved.resolve("music/1.wav")));
        assertEquals(
                folder.resolve(name) + ": names paths below " + base
                        + ", which is not there; say by --base where that folder is now",
                lost.getMessage());
        CatalogueOptions there = options(Optional.of(moved), false, false);
        assertEquals(
                new Run(List.of("2.wav"), 1, 0, 0),
                embed(name, there, moved.resolve("music/1.wav"), moved.resolve("music/2.wav")));
        assertEquals(List.of("music/1.wav [97.0, 1.0]", "music/2.wav [98.0, 1.0]"), rows(name));
        assertEquals(new Run(List.of(), 1, 0, 0), embed(name, moved.resolve("music/2.wav")));

        Path elsewhere = song("elsewhere.wav", "c");
        assertEquals(
                elsewhere + ": is not below " + moved + ", expected only files below --base",
                assertThrows(EmbedException.class, () -> embed(name, elsewhere)).getMessage());
    }

    @Test
    void anOutputOfAbsolutePathsTakesNoBase() throws IOException {
        Path song = song("1.wav", "a");
        embed("x.npy", song);
        EmbedException refused = assertThrows(
                EmbedException.class, () -> embed("x.npy", options(Optional.of(folder), false, false), song));
        assertEquals(
                folder.resolve("x.npy") + ": was begun without --base, so its paths are absolute;"
                        + " leave it out, name another file, or start over with --force",
                refused.getMessage());
    }

    /** Kills after each step in which the files take their places: all that was there is there, or what is to be. */
    @Test
    void aKillWhileRowsAreReplacedLosesNothing() throws IOException {
        Path first = song("1.wav", "a");
        Path second = song("2.wav", "b");
        embed("x.npy", first, second);
        Path matrix = folder.resolve("x.npy");
        Path index = folder.resolve("x.index.csv");
        Path journal = folder.resolve("x.npy.journal");
        List<Path> files = List.of(index, matrix, journal); // in the order of their moves
        List<byte[]> before = bytes(files);
        Files.writeString(first, "cc");
        embed("x.npy", second);
        embed("x.npy", first, second);
        List<byte[]> after = bytes(files);
        List<String> rows = rows("x.npy");

        for (int moved = 0; moved <= 3; moved++) {
            List<String> names = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                Path made = folder.resolve(".clmr-000000000000000" + n + ".tmp");
                Files.write(n < moved ? files.get(n) : made, after.get(n));
                if (n >= moved) {
                    Files.write(files.get(n), before.get(n));
                }
                names.add(made.getFileName().toString());
            }
            String line = "{\"matrix\":\"" + names.get(1) + "\",\"index\":\"" + names.get(0) + "\",\"journal\":\""
                    + names.get(2) + "\",\"ready\":";
            if (moved < 3) {
                Files.writeString(
                        journal,
                        new String(before.get(2), StandardCharsets.UTF_8) + line + "false}\n" + line + "true}\n");
            }
            assertEquals(new Run(List.of(), 2, 0, 0), embed("x.npy", first, second), "after " + moved + " moves");
            assertEquals(rows, rows("x.npy"));
            assertEquals(List.of(), leftOver());
        }

        for (int n = 0; n < 3; n++) { // killed before they were whole
            Files.write(files.get(n), before.get(n));
        }
        Path half = Files.writeString(folder.resolve(".clmr-0123456789abcdef.tmp"), "half");
        String name = half.getFileName().toString();
        Files.writeString(
                journal,
                new String(before.get(2), StandardCharsets.UTF_8) + "{\"matrix\":\"" + name
                        + "\",\"index\":\".clmr-1.tmp\",\"journal\":\".clmr-2.tmp\",\"ready\":false}\n");
        assertEquals(new Run(List.of("1.wav"), 1, 1, 0), embed("x.npy", first, second));
        assertEquals(rows, rows("x.npy"));
        assertEquals(List.of(), leftOver());
    }

    @Test
    void aJournalNamesNoFileOfOthers() throws IOException {
        Path song = song("1.wav", "a");
        embed("x.npy", song);
        Path precious = Files.writeString(folder.resolve("precious"), "data");
        Path journal = folder.resolve("x.npy.journal");
        for (String name : List.of("precious", "../precious", ".clmr-/../../x.tmp")) {
            String text = Files.readString(journal);
            Files.writeString(
                    journal,
                    text + "{\"matrix\":\"" + name + "\",\"index\":\"" + name + "\",\"journal\":\"" + name
                            + "\",\"ready\":false}\n");
            EmbedException refused = assertThrows(EmbedException.class, () -> embed("x.npy", song));
            assertTrue(
                    refused.getMessage().endsWith("names " + name + ", which is no file of this program"),
                    refused.getMessage());
            Files.writeString(journal, text);
        }
        assertEquals("data", Files.readString(precious));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.npy", "x.csv", "x.parquet"})
    void whatIsNotOfThisOutputIsRefusedAndNotTouched(String name) throws IOException {
        Path song = song("1.wav", "a");
        OutputFiles files = OutputFiles.of(folder.resolve(name));
        for (Path file : List.of(files.output(), files.matrix(), files.index(), files.errors())) {
            Files.writeString(file, "precious");
            EmbedException refused = assertThrows(EmbedException.class, () -> embed(name, song));
            assertEquals(
                    file + ": is there already and cannot be continued, since no journal of " + files.output()
                            + " tells of it; move it, name another file, or overwrite it with --force",
                    refused.getMessage());
            assertEquals("precious", Files.readString(file));
            Files.delete(file);
            Path target = Files.writeString(folder.resolve("target"), "precious");
            Files.createSymbolicLink(file, target);
            assertEquals(
                    file + ": is a symbolic link, expected a file of this output or nothing; name the place itself",
                    assertThrows(EmbedException.class, () -> embed(name, song)).getMessage());
            assertEquals("precious", Files.readString(target));
            Files.delete(file);
        }
        Files.writeString(files.journal(), "my diary\n");
        EmbedException diary = assertThrows(EmbedException.class, () -> embed(name, song));
        assertEquals(
                files.journal() + ": line 1 is none of a journal of an embedding; move it away, name another output,"
                        + " or start over with --force",
                diary.getMessage());
        assertEquals("my diary\n", Files.readString(files.journal()));
        Files.writeString(files.output(), "precious");
        assertEquals(new Run(List.of("1.wav"), 0, 0, 0), embed(name, options(Optional.empty(), false, true), song));
        assertEquals(List.of(song + " [97.0, 1.0]"), rows(name));
    }

    @Test
    void outputsOfOneNameShareNoFile() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String name : List.of("x.npy", "x.csv", "x.parquet")) {
            OutputFiles files = OutputFiles.of(folder.resolve(name));
            all.addAll(Stream.of(files.matrix(), files.index(), files.journal(), files.errors(), files.lock())
                    .distinct()
                    .toList());
        }
        assertEquals(all.size(), all.stream().distinct().count(), all.toString());
        assertEquals(folder.resolve("x.errors.csv"), all.get(3)); // as it has always been called
    }

    @Test
    void otherSettingsAreRefused() throws IOException {
        Path song = song("1.wav", "a");
        embed("x.npy", song);
        CatalogueOutput.Rows other = new CatalogueOutput.Rows(Map.of("encoder", "xyz"), 2);
        EmbedException refused = assertThrows(
                EmbedException.class,
                () -> CatalogueOutput.open(
                        folder.resolve("x.npy"), List.of(song), other, CatalogueOptions.defaults(), Long.MAX_VALUE));
        assertEquals(
                folder.resolve("x.npy.journal") + ": the output was begun with {\"encoder\":\"abc\"}, now it is"
                        + " {\"encoder\":\"xyz\"}; use the same settings, name another file, or start over with --force",
                refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{\"rows\":-1,\"index_bytes\":0,\"path\":\"a\"}",
                "{\"rows\":1,\"index_bytes\":\"x\",\"path\":\"a\"}",
                "{\"rows\":1,\"index_bytes\":40}",
                "{\"rows\":1",
                "{\"base\":\"a\\u0000b\"}"
            })
    void aDamagedJournalIsRefusedByItsLine(String line) throws IOException {
        Path song = song("1.wav", "a");
        embed("x.npy", song);
        Path journal = folder.resolve("x.npy.journal");
        Files.writeString(journal, Files.readAllLines(journal).get(0) + "\n" + line + "\n");
        EmbedException refused = assertThrows(EmbedException.class, () -> embed("x.npy", song));
        assertTrue(refused.getMessage().startsWith(journal + ": line 2 is none of a journal"), refused.getMessage());
    }

    /** As the version before wrote it: paths as they were spelled, nothing of size and time. */
    @Test
    void anOutputOfTheVersionBeforeGoesOn() throws IOException {
        Path first = song("1.wav", "a");
        Path second = song("2.wav", "b");
        Path third = song("3.wav", "d");
        Path dotted = folder.resolve("./1.wav");
        NpyFile.write(folder.resolve("x.npy"), new float[][] {{97, 1}, {97, 1}, {98, 1}, {7, 7}});
        List<String> index = new ArrayList<>(List.of("row,path,start_s,end_s"));
        List<String> journal = new ArrayList<>(List.of("{\"encoder\":\"abc\"}", "{\"checkpoint\":\"/w\"}"));
        for (Object path : List.of(first, dotted, second, "music/gone.wav")) {
            index.add(index.size() - 1 + "," + path + ",0.000000,1.000000");
            journal.add("{\"rows\":" + (index.size() - 1) + ",\"index_bytes\":"
                    + (String.join("\n", index).length() + 1) + ",\"path\":\"" + path + "\"}");
        }
        Files.writeString(folder.resolve("x.index.csv"), String.join("\n", index) + "\n");
        Files.writeString(folder.resolve("x.npy.journal"), String.join("\n", journal) + "\n");
        Files.setLastModifiedTime(second, FileTime.fromMillis(Long.MAX_VALUE / 2_000_000)); // it changed since

        assertEquals(new Run(List.of("2.wav", "3.wav"), 1, 1, 0), embed("x.npy", first, second, third));
        assertEquals(
                List.of(
                        first + " [97.0, 1.0]", // of two spellings of one file, one stays
                        "music/gone.wav [7.0, 7.0]",
                        second + " [98.0, 1.0]",
                        third + " [100.0, 1.0]"),
                rows("x.npy"));
        assertEquals(new Run(List.of(), 3, 0, 0), embed("x.npy", first, second, third));
        Files.writeString(first, "cc");
        assertEquals(
                new Run(List.of("1.wav"), 2, 1, 0),
                embed("x.npy", options(Optional.empty(), true, false), first, second, third));
        assertEquals(4, rows("x.npy").size(), "what is not known to be gone stays");
        assertEquals(
                Optional.of("/w"),
                JournalContent.read(folder.resolve("x.npy.journal"))
                        .orElseThrow()
                        .source()
                        .map(EncoderSource::checkpoint));
    }

    @Test
    void filesOfAnIndexAreFoundByTheirIdentity() throws IOException {
        Path here = song("a/music/1.wav", "a");
        Path there = song("b/music/1.wav", "b");
        embed("x.npy", here);
        IndexedFiles files = indexed("x.npy", Optional.empty());
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a"));
        assertEquals(Optional.of(here.toString()), files.find(here.toString()));
        assertEquals(
                Optional.of(here.toString()),
                files.find(link.resolve("music/1.wav").toString()));
        assertEquals(Optional.empty(), files.find(there.toString()));
        assertTrue(files.isAsEmbedded(here.toString()));
        Files.writeString(here, "cc");
        assertEquals(Optional.of(here.toString()), files.find(here.toString()));
        assertFalse(files.isAsEmbedded(here.toString()), "its rows are of what it was");
        Files.delete(here);
        assertEquals(Optional.of(here.toString()), files.find(here.toString()), "a path of the index");
    }

    @Test
    void filesOfAnIndexWithABaseAreFoundWhereTheyAreNow() throws IOException {
        Path song = song("disk/music/1.wav", "a");
        embed("x.npy", options(Optional.of(folder.resolve("disk")), false, false), song);
        assertEquals(
                Optional.of("music/1.wav"), indexed("x.npy", Optional.empty()).find(song.toString()));
        Path moved = Files.move(folder.resolve("disk"), folder.resolve("mount"));
        String there = moved.resolve("music/1.wav").toString();
        assertEquals(
                Optional.of("music/1.wav"), indexed("x.npy", Optional.of(moved)).find(there));
        assertEquals(
                moved.resolve("music/1.wav"),
                indexed("x.npy", Optional.of(moved)).place("music/1.wav"));
        assertEquals(
                Optional.of("music/1.wav"), indexed("x.npy", Optional.empty()).find("music/1.wav"));
        assertEquals(Optional.empty(), indexed("x.npy", Optional.empty()).find(there));
    }

    private IndexedFiles indexed(String name, Optional<Path> base) throws IOException {
        List<String> paths = new ArrayList<>();
        for (String row : rows(name)) {
            paths.add(row.substring(0, row.indexOf(" [")));
        }
        return IndexedFiles.of(paths, JournalContent.beside(folder.resolve(name)), base);
    }

    private static CatalogueOptions options(Optional<Path> base, boolean prune, boolean startOver) {
        return new CatalogueOptions(Shard.all(), 1, Optional.empty(), base, prune, startOver, false);
    }

    private Path song(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private Run embed(String name, Path... files) throws IOException {
        return embed(name, CatalogueOptions.defaults(), files);
    }

    private Run embed(String name, CatalogueOptions options, Path... files) throws IOException {
        List<String> embedded = new ArrayList<>();
        try (CatalogueOutput out =
                CatalogueOutput.open(folder.resolve(name), List.of(files), ROWS, options, Long.MAX_VALUE)) {
            for (Named file : out.left()) {
                byte[] bytes = Files.readAllBytes(file.given());
                if (bytes.length > 0) {
                    float[][] row = {{bytes[0], bytes.length}};
                    out.add(file, new Embedding(row, new double[] {0}, new double[] {bytes.length}));
                    embedded.add(file.given().getFileName().toString());
                }
            }
            out.finish();
            return new Run(embedded, out.reused(), out.changed(), out.pruned());
        }
    }

    /** Returns path and numbers of each row, after a look whether matrix and index fit. */
    private List<String> rows(String name) throws IOException {
        Path file = folder.resolve(name);
        List<String> rows = new ArrayList<>();
        EmbeddingTable.RowWriter taker = (path, start, end, row) -> {
            assertEquals("0.000000", start);
            rows.add(path + " " + Arrays.toString(row));
        };
        if (!name.endsWith(".npy")) {
            EmbeddingTable.read(file, OutputFormat.of(file), taker);
            return rows;
        }
        Path index = folder.resolve("x.index.csv");
        EmbeddingTable.read(file, index, taker);
        try (BufferedReader lines = Files.newBufferedReader(index)) {
            Csv.read(lines);
            for (int n = 0; n < rows.size(); n++) {
                assertEquals(Integer.toString(n), Csv.read(lines).orElseThrow().get(0));
            }
            assertEquals(Optional.empty(), Csv.read(lines));
        }
        return rows;
    }

    private static List<byte[]> bytes(List<Path> files) throws IOException {
        List<byte[]> bytes = new ArrayList<>();
        for (Path file : files) {
            bytes.add(Files.readAllBytes(file));
        }
        return bytes;
    }

    private List<String> leftOver() throws IOException {
        return names().stream().filter(name -> name.endsWith(".tmp")).toList();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".wav"))
                    .sorted()
                    .toList();
        }
    }

    /** Keeps the compiler honest: the identity of a file is that of the shared record. */
    @Test
    void theIdentityIsRealPathSizeAndTime() throws IOException {
        Path song = song("1.wav", "a");
        embed("x.npy", song);
        JournalContent.Entry entry = JournalContent.read(folder.resolve("x.npy.journal"))
                .orElseThrow()
                .entries()
                .get(0);
        assertEquals(FileState.of(song), entry.file());
        assertEquals(song.toString(), entry.path());
    }
}
