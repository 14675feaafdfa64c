package io.clmr.spark;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.jerolba.carpet.CarpetReader;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.ModelConfig;
import io.clmr.eval.embed.AudioInputs;
import io.clmr.eval.embed.Catalogue;
import io.clmr.eval.embed.CatalogueListener;
import io.clmr.eval.embed.CatalogueOptions;
import io.clmr.eval.embed.EmbedConfig;
import io.clmr.eval.embed.Embedder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Audio, weights and tables for the tests. */
final class Music {
    /** A row of the table {@code clmr embed} writes. */
    record Row(String path, double start_s, double end_s, List<Float> embedding) {}

    /** A row of the table of errors. */
    record Fault(String path, String reason) {}

    private Music() {}

    static Path checkout() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("examples/quickstart-music"))) {
                return folder;
            }
        }
        throw new IllegalStateException("examples/quickstart-music is not in any folder above "
                + Path.of("").toAbsolutePath());
    }

    /** Returns the bundled music: clips of 12 s. */
    static List<Path> clips(int count) throws IOException {
        return AudioInputs.find(List.of(checkout().resolve("examples/quickstart-music")))
                .subList(0, count);
    }

    /** Writes the weights of a small encoder that was never trained. */
    static Path weights(Path file, ModelConfig config) throws IOException {
        try (NDManager manager = TorchEngine.get().newBaseManager(Device.cpu());
                ContrastiveModel model = ContrastiveModel.create(config, manager, DataType.FLOAT32, 5)) {
            Checkpoint.write(file, model);
        }
        return file;
    }

    static ModelConfig tiny() {
        return ModelConfig.defaults().withWidth(0.0625);
    }

    /** Writes a file of silence: 16 bit, mono, 22,050 Hz. */
    static Path silence(Path file, int samples) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples);
        bytes.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        bytes.putShort((short) 1).putShort((short) 1).putInt(22050).putInt(44100);
        bytes.putShort((short) 2).putShort((short) 16);
        bytes.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
        return Files.write(file, bytes.array());
    }

    /** Embeds as {@code clmr embed} does and returns the Parquet file. */
    static Path reference(Path weights, EmbedConfig config, List<Path> files, Path out) throws IOException {
        try (Embedder embedder = Embedder.open(weights, config, Device.cpu())) {
            new Catalogue(embedder, CatalogueOptions.defaults(), CatalogueListener.none()).embed(files, out);
        }
        return out;
    }

    /** Reads a table, one file or a folder of files, sorted by what tells its rows apart. */
    static List<Row> rows(Path table) throws IOException {
        return read(table, Row.class, Comparator.comparing(Row::path).thenComparing(Row::start_s));
    }

    static List<Fault> faults(Path table) throws IOException {
        return read(table, Fault.class, Comparator.comparing(Fault::path));
    }

    private static <T> List<T> read(Path table, Class<T> type, Comparator<T> order) throws IOException {
        List<T> all = new ArrayList<>();
        for (Path file : parquetFiles(table)) {
            all.addAll(new CarpetReader<>(file.toFile(), type).toList());
        }
        all.sort(order);
        return all;
    }

    static List<Path> parquetFiles(Path table) throws IOException {
        if (!Files.exists(table)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(table)) {
            return found.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }
}
