package io.clmr.eval.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.jerolba.carpet.CarpetReader;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import io.clmr.data.audio.AudioDecoder;
import io.clmr.data.npy.NpyFile;
import io.clmr.eval.Checkout;
import io.clmr.eval.embed.CatalogueResult.Failed;
import io.clmr.eval.embed.EmbedConfig.ShortFiles;
import io.clmr.eval.features.FeatureExtractor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files of the formats people have, real encoders, real kills. */
class CatalogueIT {
    private static final Embedder EMBEDDER = EmbedProcess.embedder();

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        EMBEDDER.close();
    }

    @Test
    void aCatalogueHasTheRowsOfItsFilesToTheBit() throws IOException {
        List<Path> files = AudioInputs.find(
                List.of(Checkout.formats(), Checkout.quickstartMusic().resolve("amber_garden")));
        assertTrue(files.size() > 12, files.toString());
        Path out = folder.resolve("e.npy");
        CatalogueResult result = catalogue(new CatalogueOptions(Shard.all(), 2)).embed(files, out);

        float[][] rows = NpyFile.read(out).matrix();
        List<String> index = Files.readAllLines(folder.resolve("e.index.csv"));
        assertEquals(rows.length, index.size() - 1);
        assertEquals(rows.length, result.rows());
        int row = 0;
        for (Path file : files) {
            float[][] alone = EMBEDDER.embed(file);
            for (int n = 0; n < alone.length; n++) {
                assertArrayEquals(alone[n], rows[row], file + " row " + n);
                assertTrue(index.get(row + 1).startsWith(row + "," + file + ","), index.get(row + 1));
                row++;
            }
        }
        assertEquals(rows.length, row);
        assertEquals(files.size(), result.embedded() + result.failed().size());
    }

    @Test
    void silentFilesKeepTheirRowsAndAreNamed() throws IOException {
        Path silent = stereo("silent.wav", 0, 0);
        Path opposite = stereo("opposite.wav", 8000, -8000);
        Path heard = stereo("heard.wav", 8000, 8000);
        CatalogueResult result = catalogue(new CatalogueOptions(Shard.all(), 2))
                .embed(List.of(silent, opposite, heard), folder.resolve("s.npy"));
        assertEquals(3, result.embedded());
        assertEquals(
                List.of(
                        new CatalogueResult.Failed(silent, "every sample is zero"),
                        new CatalogueResult.Failed(opposite, "its channels cancel in the mixdown")),
                result.silent());
    }

    /** Writes five seconds of a square wave with these amplitudes. */
    private Path stereo(String name, int left, int right) throws IOException {
        Path file = folder.resolve(name);
        ByteBuffer samples = ByteBuffer.allocate(5 * 22050 * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; samples.hasRemaining(); i++) {
            int sign = i / 50 % 2 == 0 ? 1 : -1;
            samples.putShort((short) (sign * left)).putShort((short) (sign * right));
        }
        AudioFormat format = new AudioFormat(22050, 16, 2, true, false);
        try (AudioInputStream stream =
                new AudioInputStream(new ByteArrayInputStream(samples.array()), format, samples.capacity() / 4)) {
            AudioSystem.write(stream, AudioFileFormat.Type.WAVE, file.toFile());
        }
        return file;
    }

    /** Alone and among others, in batches of 8 and of 32, on one thread and on four, as text and as Parquet. */
    @Test
    void aPooledRowDependsOnItsFileAloneToTheBit() throws IOException {
        List<Path> files = AudioInputs.find(
                List.of(Checkout.formats(), Checkout.quickstartMusic().resolve("amber_garden")));
        List<Path> backwards = new ArrayList<>(files);
        Collections.reverse(backwards);
        EmbedConfig pooled = new EmbedConfig(OptionalDouble.of(1), ShortFiles.PAD, Pool.MEAN_STD);
        Map<String, List<Float>> expected = new HashMap<>();
        try (Embedder one = new Embedder(extractor(1), pooled)) {
            assertEquals(8, one.extractor().batch());
            for (Path file : files) {
                if (one.attempt(file) instanceof Attempt.Embedded embedded) {
                    expected.put(file.toString(), boxed(embedded.embedding().rows()[0]));
                }
            }
            Path out = folder.resolve("one.csv");
            new Catalogue(one, new CatalogueOptions(Shard.all(), 1), CatalogueListener.none()).embed(files, out);
            assertEquals(expected, pooledRows(out));
        }
        try (Embedder four = new Embedder(extractor(4), pooled)) {
            assertEquals(32, four.extractor().batch());
            Path out = folder.resolve("four.parquet");
            new Catalogue(four, new CatalogueOptions(Shard.all(), 4), CatalogueListener.none()).embed(backwards, out);
            Map<String, List<Float>> rows = new HashMap<>();
            for (ParquetTable.Row row : new CarpetReader<>(out.toFile(), ParquetTable.Row.class).toList()) {
                rows.put(row.path(), row.embedding());
            }
            assertEquals(expected, rows);
        }
    }

    /** Finite weights can be so large that what they make of a song is not. */
    @Test
    void aFileWhoseRowsAreNotFiniteIsListedAndNotWritten() throws IOException {
        ModelConfig config = ModelConfig.defaults().withWidth(0.0625);
        Map<String, HostTensor> weights = new HashMap<>();
        try (NDManager manager = TorchEngine.get().newBaseManager(Device.cpu());
                ContrastiveModel model = ContrastiveModel.create(config, manager, DataType.FLOAT32, 5)) {
            model.snapshot().forEach((name, tensor) -> weights.put(name, tooLarge(name, tensor)));
        }
        Checkpoint checkpoint = new Checkpoint(Path.of("large.safetensors"), config, weights, Optional.empty());
        List<Path> files = AudioInputs.find(List.of(Checkout.quickstartMusic().resolve("amber_garden")));
        try (Embedder embedder =
                new Embedder(FeatureExtractor.open(checkpoint, Device.cpu(), 1), EmbedConfig.defaults())) {
            Path out = folder.resolve("large.csv");
            CatalogueResult result = new Catalogue(
                            embedder, new CatalogueOptions(Shard.all(), 1), CatalogueListener.none())
                    .embed(files, out);
            assertEquals(0, result.embedded());
            assertEquals(files.size(), result.failed().size());
            assertTrue(result.failed().get(0).reason().contains("expected finite numbers"), result.toString());
            Attempt attempt = embedder.attempt(files.get(0));
            assertTrue(attempt instanceof Attempt.Failed, attempt.toString());
        }
    }

    private static HostTensor tooLarge(String name, HostTensor tensor) {
        float[] values = tensor.toFloats();
        if (name.endsWith(".0.weight")) {
            Arrays.fill(values, 1e30f);
        }
        return tensor.type().isFloating() ? HostTensor.of(values, tensor.shape()) : tensor;
    }

    private static FeatureExtractor extractor(int threads) {
        return FeatureExtractor.untrained(ModelConfig.defaults().withWidth(0.0625), 5, Device.cpu(), threads);
    }

    private static List<Float> boxed(float... row) {
        List<Float> values = new ArrayList<>();
        for (float value : row) {
            values.add(value);
        }
        return values;
    }

    private static Map<String, List<Float>> pooledRows(Path csv) throws IOException {
        Map<String, List<Float>> rows = new HashMap<>();
        List<String> lines = Files.readAllLines(csv);
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",", -1);
            List<Float> values = new ArrayList<>();
            for (int n = 3; n < fields.length; n++) {
                values.add(Float.parseFloat(fields[n]));
            }
            rows.put(fields[0], values);
        }
        return rows;
    }

    @Test
    void samplesInMemoryGiveTheRowsOfTheirFile() throws IOException {
        Path file = AudioInputs.find(List.of(Checkout.quickstartMusic())).get(0);
        short[] pcm = AudioDecoder.decodePcm16(file, 22050);
        float[] samples = new float[pcm.length];
        for (int n = 0; n < pcm.length; n++) {
            samples[n] = pcm[n] / 32768f;
        }
        assertArrayEquals(EMBEDDER.embed(file), EMBEDDER.embed(samples, 22050));
    }

    @Test
    void samplesOfAnotherRateAreResampled() {
        float[] samples = new float[4 * 44100];
        for (int n = 0; n < samples.length; n++) {
            samples[n] = (float) (0.3 * Math.sin(2 * Math.PI * 440 * n / 44100));
        }
        float[][] rows = EMBEDDER.embed(samples, 44100);
        float[] same = new float[4 * 22050];
        for (int n = 0; n < same.length; n++) {
            same[n] = samples[2 * n];
        }
        float[][] expected = EMBEDDER.embed(same, 22050);
        assertEquals(1, rows.length);
        double largest = 0;
        for (float v : expected[0]) {
            largest = Math.max(largest, Math.abs(v));
        }
        for (int d = 0; d < rows[0].length; d++) {
            assertEquals(expected[0][d], rows[0][d], 0.02 * largest); // the resampler's ends and ripple
        }
    }

    @Test
    void badAndShortFilesAreListedAndEndNothing() throws IOException {
        Path good = AudioInputs.find(List.of(Checkout.quickstartMusic())).get(0);
        Path bad = Files.writeString(folder.resolve("bad.mp3"), "this is no music");
        Path missing = folder.resolve("missing.mp3");
        Path shortFile = wav(folder.resolve("short.wav"), 22050);
        Path out = folder.resolve("e.npy");
        CatalogueResult result =
                catalogue(CatalogueOptions.defaults()).embed(List.of(bad, good, missing, shortFile), out);

        assertEquals(
                List.of(bad, missing, shortFile),
                result.failed().stream().map(Failed::file).toList());
        assertEquals(1, result.embedded());
        List<String> errors = Files.readAllLines(folder.resolve("e.errors.csv"));
        assertEquals(4, errors.size());
        assertTrue(errors.get(1).startsWith(bad + ","), errors.get(1));
        assertEquals(
                shortFile + ",\"22050 samples at 22050 Hz, too few for a window of 59049; short files can be padded\"",
                errors.get(3));
    }

    @Test
    void anAttemptOnAFileTellsTheSameAsACatalogueOfIt() throws IOException {
        Path good = AudioInputs.find(List.of(Checkout.quickstartMusic())).get(0);
        Attempt.Embedded embedded = (Attempt.Embedded) EMBEDDER.attempt(good);
        assertArrayEquals(EMBEDDER.embed(good), embedded.embedding().rows());
        assertEquals(12, embedded.audioSeconds(), 0.1);

        List<Path> failing = List.of(
                Files.writeString(folder.resolve("bad.mp3"), "this is no music"),
                folder.resolve("missing.mp3"),
                wav(folder.resolve("short.wav"), 22050));
        List<Failed> listed = catalogue(CatalogueOptions.defaults())
                .embed(failing, folder.resolve("e.npy"))
                .failed();
        for (int n = 0; n < failing.size(); n++) {
            assertEquals(new Attempt.Failed(listed.get(n).reason()), EMBEDDER.attempt(failing.get(n)));
        }
    }

    @Test
    void everyFormatHoldsTheSameRows() throws IOException {
        List<Path> files = AudioInputs.find(List.of(Checkout.quickstartMusic().resolve("amber_garden")));
        for (String name : List.of("e.npy", "e.csv", "e.parquet")) {
            catalogue(CatalogueOptions.defaults()).embed(files, folder.resolve(name));
        }
        float[][] rows = NpyFile.read(folder.resolve("e.npy")).matrix();
        List<String> csv = Files.readAllLines(folder.resolve("e.csv"));
        List<String> index = Files.readAllLines(folder.resolve("e.index.csv"));
        List<ParquetTable.Row> table =
                new CarpetReader<>(folder.resolve("e.parquet").toFile(), ParquetTable.Row.class).toList();
        assertEquals(rows.length, table.size());
        assertEquals(rows.length, csv.size() - 1);
        for (int n = 0; n < rows.length; n++) {
            String[] fields = csv.get(n + 1).split(",", -1);
            assertEquals(index.get(n + 1), n + "," + fields[0] + "," + fields[1] + "," + fields[2]);
            assertEquals(fields[0], table.get(n).path());
            assertEquals(Double.parseDouble(fields[2]), table.get(n).end_s());
            for (int d = 0; d < rows[n].length; d++) {
                assertEquals(rows[n][d], Float.parseFloat(fields[d + 3]));
                assertEquals(rows[n][d], table.get(n).embedding().get(d));
            }
        }
        assertFalse(Files.exists(folder.resolve("e.parquet.part.npy")));
    }

    @Test
    void severalThreadsMayEmbedAtATime() throws IOException, InterruptedException, ExecutionException {
        List<Path> files = AudioInputs.find(List.of(Checkout.quickstartMusic().resolve("amber_garden")));
        Map<Path, float[][]> expected = new HashMap<>();
        for (Path file : files) {
            expected.put(file, EMBEDDER.embed(file));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Map<Path, Future<float[][]>> found = new HashMap<>();
            files.forEach(file -> found.put(file, threads.submit(() -> EMBEDDER.embed(file))));
            for (Path file : files) {
                assertArrayEquals(expected.get(file), found.get(file).get(), file.toString());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shardsTogetherAreTheWhole() throws IOException {
        List<Path> files =
                AudioInputs.find(List.of(Checkout.quickstartMusic().resolve("amber_garden"), Checkout.formats()));
        Map<String, List<String>> whole = rowsByFile(files, Shard.all());
        Map<String, List<String>> parts = rowsByFile(files, new Shard(1, 2));
        parts.putAll(rowsByFile(files, new Shard(2, 2)));
        assertEquals(whole, parts);
    }

    @Test
    void aKilledRunGoesOnAndEndsWithTheSameRows() throws IOException, InterruptedException {
        Path music = Checkout.quickstartMusic();
        Path out = folder.resolve("killed.npy");
        kill(music, out, 30);
        int afterFirst = NpyFile.read(out).matrix().length; // readable between two runs
        kill(music, out, 70);
        assertTrue(NpyFile.read(out).matrix().length >= afterFirst);
        List<Path> files = AudioInputs.find(List.of(music));
        CatalogueResult result = catalogue(CatalogueOptions.defaults()).embed(files, out);
        assertTrue(result.reused() > 0, result.toString());
        assertEquals(files.size(), result.embedded() + result.reused());

        Path straight = folder.resolve("straight.npy");
        catalogue(CatalogueOptions.defaults()).embed(files, straight);
        assertArrayEquals(NpyFile.read(straight).matrix(), NpyFile.read(out).matrix());
        assertEquals(
                Files.readString(folder.resolve("straight.index.csv")),
                Files.readString(folder.resolve("killed.index.csv")));
    }

    /** More of them, 20 say, with {@code -Dclmr.kills=20}. */
    @Test
    void kill9AtAnyMomentLosesNothingThatWasWritten() throws IOException, InterruptedException {
        long seed = 17;
        Random random = new Random(seed);
        Path music = Checkout.quickstartMusic();
        Path out = folder.resolve("killed.npy");
        long rows = 0;
        for (int n = 0; n < Integer.getInteger("clmr.kills", 2); n++) {
            Process process = start(music, out, Integer.MAX_VALUE);
            process.waitFor(300 + random.nextInt(2500), TimeUnit.MILLISECONDS);
            int exit = process.destroyForcibly().waitFor();
            // 0: it was through; the kill may also meet a process that is just leaving
            assertTrue(exit == 137 || exit == 0, "seed " + seed + ", kill " + n + ": exit " + exit);
            if (Files.exists(out)) {
                long kept = NpyFile.read(out).matrix().length; // readable whenever it is there
                assertTrue(kept >= rows, "seed " + seed + ", kill " + n + " lost rows");
                rows = kept;
            }
        }
        List<Path> files = AudioInputs.find(List.of(music));
        catalogue(CatalogueOptions.defaults()).embed(files, out);
        Path straight = folder.resolve("straight.npy");
        catalogue(CatalogueOptions.defaults()).embed(files, straight);
        assertArrayEquals(NpyFile.read(straight).matrix(), NpyFile.read(out).matrix());
        assertEquals(
                Files.readString(folder.resolve("straight.index.csv")),
                Files.readString(folder.resolve("killed.index.csv")));
    }

    /** The second tries while the first is at work: from this process, from another one, and from this one again. */
    @Test
    void aSecondWriterOfAnOutputIsRefused() throws IOException {
        List<Path> files = AudioInputs.find(List.of(Checkout.quickstartMusic().resolve("amber_garden")));
        Path others = Checkout.quickstartMusic().resolve("amber_archive");
        Path out = folder.resolve("e.npy");
        List<String> refusals = new ArrayList<>();
        Runnable inThisProcess =
                () -> refusals.add(assertThrows(EmbedException.class, () -> catalogue(CatalogueOptions.defaults())
                                .embed(AudioInputs.find(List.of(others)), out))
                        .getMessage());
        CatalogueListener meanwhile = (done, total, failed, rows, audioSeconds) -> {
            if (done == 1) {
                inThisProcess.run();
                assertEquals(EmbedProcess.REFUSED, exitOfAnotherProcess(others, out));
                inThisProcess.run();
            }
        };
        new Catalogue(EMBEDDER, CatalogueOptions.defaults(), meanwhile).embed(files, out);

        String refusal = out + ": is being written by process "
                + ProcessHandle.current().pid() + "; wait until it ends or name another file";
        assertEquals(List.of(refusal, refusal), refusals);
        float[][] rows = NpyFile.read(out).matrix();
        List<String> index = Files.readAllLines(folder.resolve("e.index.csv"));
        assertEquals(rows.length, index.size() - 1);
        assertTrue(index.stream().noneMatch(line -> line.contains("amber_archive")), index.toString());
        assertArrayEquals(EMBEDDER.embed(files.get(0))[0], rows[0]);
        assertEquals(
                files.size(),
                catalogue(CatalogueOptions.defaults()).embed(files, out).reused());
    }

    private static int exitOfAnotherProcess(Path music, Path out) {
        try {
            return start(music, out, Integer.MAX_VALUE).waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCompleteOutputIsLeftAsItIsUntilMoreComes() throws IOException {
        List<Path> files = AudioInputs.find(List.of(Checkout.quickstartMusic().resolve("amber_garden")));
        Path out = folder.resolve("e.parquet");
        long rows = catalogue(CatalogueOptions.defaults()).embed(files, out).rows();
        CatalogueResult again = catalogue(CatalogueOptions.defaults()).embed(files, out);
        assertEquals(0, again.embedded());
        assertEquals(rows, again.rows());
        byte[] before = Files.readAllBytes(out);
        List<Path> more = new ArrayList<>(files);
        more.add(Files.writeString(folder.resolve("new.mp3"), "this is no music"));
        CatalogueResult failed = catalogue(CatalogueOptions.defaults()).embed(more, out);
        assertEquals(1, failed.failed().size());
        assertArrayEquals(before, Files.readAllBytes(out));
        assertEquals(folder.resolve("e.parquet.errors.csv"), failed.errors());
        assertTrue(Files.exists(failed.errors()));
    }

    @Test
    void aFileThatWasNotWrittenHereIsNotTouched() throws IOException {
        Path out = Files.writeString(folder.resolve("mine.npy"), "precious");
        EmbedException e = assertThrows(EmbedException.class, () -> catalogue(CatalogueOptions.defaults())
                .embed(List.of(), out));
        assertTrue(e.getMessage().contains("is there already"), e.getMessage());
        assertEquals("precious", Files.readString(out));
    }

    @Test
    void aShortFileIsPaddedWhenAsked() throws IOException {
        Path shortFile = wav(folder.resolve("short.wav"), 22050);
        EmbedConfig padding = new EmbedConfig(OptionalDouble.empty(), ShortFiles.PAD, Pool.NONE);
        Embedder padder = new Embedder(EMBEDDER.extractor(), padding);
        Embedding embedding = padder.embedWithTimes(shortFile);
        assertArrayEquals(new double[] {1.0}, embedding.endSeconds());
        assertArrayEquals(EMBEDDER.embed(new float[59049], 22050), embedding.rows()); // silence is silence
    }

    /** A file of silence: 16 bit, mono, 22,050 Hz. */
    private static Path wav(Path file, int samples) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples);
        bytes.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        bytes.putShort((short) 1).putShort((short) 1).putInt(22050).putInt(44100);
        bytes.putShort((short) 2).putShort((short) 16);
        bytes.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
        return Files.write(file, bytes.array());
    }

    private static Catalogue catalogue(CatalogueOptions options) {
        return new Catalogue(EMBEDDER, options, CatalogueListener.none());
    }

    private Map<String, List<String>> rowsByFile(List<Path> files, Shard shard) throws IOException {
        Path out = folder.resolve("shard-" + shard.number() + "-" + shard.count() + ".csv");
        catalogue(new CatalogueOptions(shard, 1)).embed(files, out);
        Map<String, List<String>> rows = new HashMap<>();
        for (String line : Files.readAllLines(out)) {
            rows.computeIfAbsent(line.substring(0, line.indexOf(',')), key -> new ArrayList<>())
                    .add(line);
        }
        return rows;
    }

    private static void kill(Path music, Path out, int afterFiles) throws IOException, InterruptedException {
        Process process = start(music, out, afterFiles);
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the process hangs");
        assertEquals(9, process.exitValue());
    }

    private static Process start(Path music, Path out, int afterFiles) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Xmx1g",
                        "--add-modules",
                        "jdk.incubator.vector", // as here: the bits are those of one encoder
                        "-Dai.djl.offline=true",
                        EmbedProcess.class.getName(),
                        music.toString(),
                        out.toString(),
                        Integer.toString(afterFiles))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
