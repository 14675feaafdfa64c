package io.clmr.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.core.model.ModelConfig;
import io.clmr.data.list.Exclusions;
import io.clmr.eval.embed.EmbedConfig;
import io.clmr.eval.embed.EmbedConfig.ShortFiles;
import io.clmr.eval.embed.EmbedException;
import io.clmr.eval.embed.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.NullWritable;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

class EmbeddingJobTest {
    private static final EmbedConfig PLAIN = EmbedConfig.defaults();

    private static JavaSparkContext context;

    @TempDir
    static Path shared;

    private static Path weights;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        context = new JavaSparkContext(new SparkConf()
                .setMaster("local[2,3]") // a task may fail twice
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1"));
        weights = Music.weights(shared.resolve("tiny.safetensors"), Music.tiny());
    }

    @AfterAll
    static void stop() {
        context.close();
        ExecutorEncoder.closeAll();
    }

    @Test
    void rowsAndSchemaAreThoseOfTheCatalogue() throws IOException {
        List<Path> files = Music.clips(12);
        Path reference = Music.reference(weights, PLAIN, files, folder.resolve("reference.parquet"));
        Totals totals = run(weights, options(PLAIN, 2), inputs(files), folder.resolve("out"));

        Path embeddings = folder.resolve("out/embeddings");
        assertEquals(Music.rows(reference), Music.rows(embeddings));
        assertEquals(
                schema(reference).getFields(),
                schema(Music.parquetFiles(embeddings).get(0)).getFields());
        assertEquals(12, totals.embedded());
        assertEquals(Music.rows(reference).size(), totals.rows());
        assertEquals(12 * 12_000, totals.audioMillis());
        assertFalse(Files.exists(folder.resolve("out/errors")));
        assertTrue(Files.exists(folder.resolve("out/_SUCCESS")));
    }

    @Test
    void settingsMeanTheSameAsThere() throws IOException {
        // at 16 kHz the samples of odd number lie at halves of microseconds, where rounding would show
        Path other = Music.weights(
                folder.resolve("16k.safetensors"),
                ModelConfig.forSampleRate(16000).withWidth(0.0625));
        EmbedConfig hop = new EmbedConfig(OptionalDouble.of(0.7500625), ShortFiles.SKIP, Pool.NONE);
        EmbedConfig pooled = new EmbedConfig(OptionalDouble.empty(), ShortFiles.PAD, Pool.MEAN_STD);
        List<Path> files = new ArrayList<>(Music.clips(3));
        files.add(Music.silence(folder.resolve("short.wav"), 22050));
        for (EmbedConfig config : List.of(hop, pooled)) {
            Path reference = Music.reference(other, config, files, folder.resolve(config.pool() + ".parquet"));
            run(other, options(config, 1), inputs(files), folder.resolve(config.pool() + "-out"));
            assertEquals(Music.rows(reference), Music.rows(folder.resolve(config.pool() + "-out/embeddings")));
        }
    }

    @Test
    void allTasksOfAProcessShareOneEncoder() throws IOException {
        Path fresh =
                Music.weights(folder.resolve("fresh.safetensors"), Music.tiny().withWidth(0.125));
        assertEquals(
                1,
                run(fresh, options(PLAIN, 1), inputs(Music.clips(8)), folder.resolve("out"))
                        .encoders());
    }

    @Test
    void badFilesBecomeRowsOfTheErrorTableWithTheSameReasons() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.mp3"), "this is no music");
        Path missing = folder.resolve("missing.mp3");
        Path empty = Files.createFile(folder.resolve("empty.flac"));
        Path shortFile = Music.silence(folder.resolve("short.wav"), 22050);
        List<Path> files = List.of(bad, Music.clips(1).get(0), missing, empty, shortFile);
        Path reference = Music.reference(weights, PLAIN, files, folder.resolve("reference.parquet"));
        Totals totals = run(weights, options(PLAIN, 5), inputs(files), folder.resolve("out"));

        assertEquals(Music.rows(reference), Music.rows(folder.resolve("out/embeddings")));
        assertEquals(4, totals.failed());
        List<Music.Fault> faults = Music.faults(folder.resolve("out/errors"));
        assertEquals(4, faults.size());
        String listed =
                Files.readString(folder.resolve("reference.parquet.errors.csv")).replace("\"", "");
        for (Music.Fault fault : faults) {
            assertTrue(listed.contains(fault.path() + "," + fault.reason() + "\n"), fault + " is not in " + listed);
        }
    }

    @Test
    void tablesAndUrlsGiveTheRowsOfTheFiles() throws IOException {
        List<Path> files = Music.clips(4);
        Path bad = Files.writeString(folder.resolve("bad.mp3"), "this is no music");
        Path table = audioTable(folder.resolve("audio.parquet"), List.of(files.get(0), bad, files.get(1)));
        List<String> places = List.of(
                table.toString(), files.get(2).toUri().toString(), files.get(3).toString(), "file:/no/such.mp3");
        Inputs found = Inputs.find(places.subList(0, 3), false, Exclusions.NONE, context.hadoopConfiguration());
        List<String> withMissing = new ArrayList<>(found.files());
        withMissing.add(places.get(3));
        Totals totals = run(weights, options(PLAIN, 2), new Inputs(withMissing, found.tables()), folder.resolve("out"));

        List<Music.Row> expected =
                Music.rows(Music.reference(weights, PLAIN, files, folder.resolve("reference.parquet")));
        List<Music.Row> rows = Music.rows(folder.resolve("out/embeddings")).stream()
                .map(row -> new Music.Row(
                        row.path().replaceFirst("^file:/+", "/"), row.start_s(), row.end_s(), row.embedding()))
                .sorted((a, b) -> a.path().equals(b.path())
                        ? Double.compare(a.start_s(), b.start_s())
                        : a.path().compareTo(b.path()))
                .toList();
        assertEquals(expected, rows);
        assertEquals(2, totals.failed());
        List<Music.Fault> faults = Music.faults(folder.resolve("out/errors"));
        assertEquals(bad.toString(), faults.get(0).path());
        assertTrue(faults.get(0).reason().startsWith(bad + ": "), faults.get(0).reason());
        assertTrue(
                faults.get(1)
                        .reason()
                        .startsWith("file:/no/such.mp3: cannot be fetched: java.io.FileNotFoundException"),
                faults.get(1).reason());
        try (var left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertEquals(
                    0,
                    left.filter(file -> file.getFileName().toString().startsWith("clmr-copy-"))
                            .count());
        }
    }

    @Test
    void aTableWithoutTheColumnsIsRefused() throws IOException {
        Path reference = Music.reference(weights, PLAIN, Music.clips(1), folder.resolve("reference.parquet"));
        EmbedException e = assertThrows(
                EmbedException.class,
                () -> Inputs.find(
                        List.of(reference.toString()), false, Exclusions.NONE, context.hadoopConfiguration()));
        assertTrue(
                e.getMessage()
                        .endsWith("has the columns path, start_s, end_s, embedding,"
                                + " expected path (string) and bytes or content (binary)"),
                e.getMessage());
    }

    @Test
    void aTaskThatDiesHalfWayIsDoneAgainWithoutDuplicates() throws IOException {
        Path out = folder.resolve("out");
        List<Integer> numbers = IntStream.range(0, 40).boxed().toList();
        context.parallelize(numbers, 4)
                .mapPartitionsToPair(EmbeddingJobTest::dyingOnce)
                .saveAsNewAPIHadoopDataset(
                        OutcomeFormat.configuration(context.hadoopConfiguration(), out.toString(), 0));
        assertEquals(
                numbers,
                Music.faults(out.resolve("errors")).stream()
                        .map(fault -> Integer.valueOf(fault.reason()))
                        .sorted()
                        .toList());
    }

    /** The first attempt of each second task fails after five of its ten outcomes. */
    private static Iterator<Tuple2<NullWritable, Outcome>> dyingOnce(Iterator<Integer> numbers) {
        List<Tuple2<NullWritable, Outcome>> outcomes = new ArrayList<>();
        numbers.forEachRemaining(number -> outcomes.add(
                new Tuple2<>(NullWritable.get(), new Outcome.Failure("file " + number, Integer.toString(number)))));
        boolean dies =
                TaskContext.getPartitionId() % 2 == 0 && TaskContext.get().attemptNumber() == 0;
        Iterator<Tuple2<NullWritable, Outcome>> all = outcomes.iterator();
        return new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public Tuple2<NullWritable, Outcome> next() {
                if (dies && given++ == 5) {
                    throw new IllegalStateException("dies, as the test wants it");
                }
                return all.next();
            }
        };
    }

    @Test
    void aJobThatWasStoppedGoesOnWithTheRoundsThatAreNotDone() throws IOException {
        Path out = folder.resolve("out");
        Inputs inputs = inputs(Music.clips(6));
        JobOptions options = new JobOptions(PLAIN, 1, 2); // three rounds
        Totals whole = run(weights, options, inputs, out);
        List<Music.Row> rows = Music.rows(out.resolve("embeddings"));
        // the state after a driver that died in the second round, in the middle of moving files to their places
        Files.delete(out.resolve("_SUCCESS"));
        Files.delete(out.resolve("_clmr/round-00001.json"));
        Files.delete(out.resolve("embeddings/part-00001-00001.parquet"));
        Path old = out.resolve("embeddings/part-00000-00000.parquet");
        Files.setLastModifiedTime(old, FileTime.fromMillis(1000));
        Path half = out.resolve("embeddings/part-00001-00000.parquet");
        Files.setLastModifiedTime(half, FileTime.fromMillis(1000));
        Files.copy(half, out.resolve("embeddings/part-00001-00007.parquet")); // of more tasks than there are now

        Totals again = run(weights, options, inputs, out);
        assertEquals(rows, Music.rows(out.resolve("embeddings")));
        assertEquals(whole.rows(), again.rows());
        assertEquals(whole.embedded(), again.embedded());
        assertEquals(FileTime.fromMillis(1000), Files.getLastModifiedTime(old));
        assertNotEquals(FileTime.fromMillis(1000), Files.getLastModifiedTime(half));
        assertTrue(Files.exists(out.resolve("_SUCCESS")));
    }

    @Test
    void anOutputOfOtherSettingsOrOfSomebodyElseIsRefused() throws IOException {
        Path out = folder.resolve("out");
        Inputs inputs = inputs(Music.clips(1));
        run(weights, options(PLAIN, 1), inputs, out);
        EmbedConfig pooled = new EmbedConfig(OptionalDouble.empty(), ShortFiles.SKIP, Pool.MEAN);
        EmbedException other = assertThrows(EmbedException.class, () -> run(weights, options(pooled, 1), inputs, out));
        assertTrue(other.getMessage().contains(": was begun with pool NONE, now it is MEAN;"), other.getMessage());

        Path foreign = Files.createDirectory(folder.resolve("foreign"));
        Files.writeString(foreign.resolve("precious"), "data");
        EmbedException somebodys =
                assertThrows(EmbedException.class, () -> run(weights, options(PLAIN, 1), inputs, foreign));
        assertTrue(somebodys.getMessage().startsWith(foreign + ": is there already"), somebodys.getMessage());
    }

    @Test
    void aFileIsOneHoweverItIsSpelledAndARoundWithAChangedFileIsDoneAnew() throws IOException {
        Path music = Files.createDirectory(folder.resolve("music")).toRealPath();
        List<Path> clips = Music.clips(3);
        for (int n = 0; n < 2; n++) {
            Files.copy(clips.get(n), music.resolve(n + ".mp3"));
        }
        Path out = folder.resolve("out");
        JobOptions options = new JobOptions(PLAIN, 1, 1); // two rounds
        run(weights, options, found(music.toString()), out);
        List<Music.Row> before = Music.rows(out.resolve("embeddings"));
        Path first = out.resolve("embeddings/part-00000-00000.parquet");
        Files.setLastModifiedTime(first, FileTime.fromMillis(1000));

        Files.copy(clips.get(2), music.resolve("1.mp3"), StandardCopyOption.REPLACE_EXISTING);
        String spelled = music.resolve("../music/.").toString();
        Inputs twice = found(spelled, music.resolve("./0.mp3").toString());
        assertEquals(2, twice.files().size());
        run(weights, options, twice, out);
        List<Music.Row> after = Music.rows(out.resolve("embeddings"));
        assertEquals(FileTime.fromMillis(1000), Files.getLastModifiedTime(first));
        assertNotEquals(before, after);
        assertEquals(
                before.stream().map(Music.Row::path).distinct().toList(),
                after.stream().map(Music.Row::path).distinct().toList());
    }

    private static Inputs found(String... inputs) throws IOException {
        return Inputs.find(List.of(inputs), false, Exclusions.NONE, new Configuration());
    }

    @Test
    void aSecondWriterOfAFolderIsRefused() throws IOException {
        Configuration hadoop = new Configuration();
        String out = folder.resolve("out").toString();
        Map<String, String> settings = Map.of("pool", "NONE");
        try (OutputFolder first = OutputFolder.open(out, settings, hadoop)) {
            for (int attempt = 1; attempt <= 2; attempt++) { // the first one leaves the lock as it is
                assertEquals(
                        first.path() + ": is being written by process "
                                + ProcessHandle.current().pid() + "; wait until it ends or name another folder",
                        assertThrows(EmbedException.class, () -> OutputFolder.open(out, settings, hadoop))
                                .getMessage());
            }
        }
        OutputFolder.open(out, settings, hadoop).close();
    }

    private static Totals run(Path weights, JobOptions options, Inputs inputs, Path out) throws IOException {
        return new EmbeddingJob(context, options).run(Weights.of(weights), inputs, out.toString());
    }

    private static JobOptions options(EmbedConfig config, int filesPerTask) {
        return new JobOptions(config, filesPerTask, JobOptions.FILES_PER_ROUND);
    }

    private static Inputs inputs(List<Path> files) {
        return new Inputs(files.stream().map(Path::toString).toList(), List.of());
    }

    private static MessageType schema(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            return reader.getFileMetaData().getSchema();
        }
    }

    private static Path audioTable(Path table, List<Path> files) throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType(
                "message audio { optional int64 id; optional binary path (STRING); optional binary bytes; }");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(table))
                .withType(schema)
                .build()) {
            for (Path file : files) {
                Group row = new SimpleGroup(schema);
                row.add("id", 7L);
                row.add("path", file.toString());
                row.add("bytes", Binary.fromConstantByteArray(Files.readAllBytes(file)));
                writer.write(row);
            }
        }
        return table;
    }
}
