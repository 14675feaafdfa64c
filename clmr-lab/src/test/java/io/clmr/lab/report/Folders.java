package io.clmr.lab.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.data.npy.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Writes folders as the commands leave them. */
final class Folders {

    /** Names that are an attack wherever they are not taken as text. */
    static final String HOSTILE =
            "</script><script>window.taken=1</script><img src=x onerror='window.taken=1'>\"&\u2028";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Folders() {}

    /** The values that a report's protocol has; those given replace or add some. */
    static Map<String, Object> protocol(String head, double labelFraction, long seed) {
        Map<String, Object> protocol = new LinkedHashMap<>();
        protocol.put("split", "pons2017");
        protocol.put("split_hash", "a22ca024a6708ce1");
        protocol.put("tags_hash", "92dcc974881a02bc");
        protocol.put("window_rule", "drop_last");
        protocol.put("train_windows", "random_one");
        protocol.put("head", head);
        protocol.put("learning_rate", 0.001);
        protocol.put("label_fraction", labelFraction);
        protocol.put("seed", seed);
        protocol.put("versions", Map.of("clmr", "test"));
        return protocol;
    }

    static Path evaluation(Path folder, String checkpoint, double prAuc, Map<String, Object> protocol, String... tags)
            throws IOException {
        List<Object> perTag = new ArrayList<>();
        for (int n = 0; n < tags.length; n++) {
            perTag.add(
                    Map.of("tag", tags[n], "positives", 10 + n, "roc_auc", 0.9 - 0.01 * n, "pr_auc", prAuc - 0.01 * n));
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("protocol", protocol);
        report.put("metrics", Map.of("roc_auc_macro", 0.8, "pr_auc_macro", prAuc));
        report.put("intervals", Map.of("pr_auc_macro", Map.of("low", prAuc - 0.05, "high", prAuc + 0.05)));
        report.put("per_tag", perTag);
        report.put("left_out_tags", List.of());
        report.put("checkpoint", checkpoint);
        report.put("dataset", "magnatagatune");
        report.put("seconds", 1.5);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("report.json"), JSON.writeValueAsString(report));
        return folder;
    }

    static Path run(Path folder, String command, int steps) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("run.json"),
                JSON.writeValueAsString(Map.of(
                        "config",
                        Map.of("train.batch_size", "24"),
                        "sessions",
                        List.of(Map.of(
                                "started",
                                "2026-01-01T00:00:00Z",
                                "version",
                                "test",
                                "command",
                                List.of("clmr", "pretrain", command),
                                "machine",
                                Map.of("os", "Linux"))))));
        Files.writeString(folder.resolve("config.yaml"), "train:\n  batch_size: 24  # " + command + "\n");
        StringBuilder metrics = new StringBuilder();
        for (int step = 1; step <= steps; step++) {
            metrics.append("{\"step\":" + step + ",\"epoch\":0,\"loss\":" + (4 - step * 0.01) + ",\"chance\":3.85,"
                    + "\"contrastive_top1\":0.1,\"effective_rank\":20.5}\n");
        }
        Files.writeString(folder.resolve("metrics.jsonl"), metrics + "{\"step\":" + (steps + 1) + ",\"lo");
        return folder;
    }

    /** Writes an embedding of two groups of tracks, two rows a track; paths of the first group hold a name. */
    static Path embedding(Path file, int tracks, String name) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        float[][] rows = new float[2 * tracks][8];
        StringBuilder index = new StringBuilder("row,path,start_s,end_s\n");
        for (int row = 0; row < rows.length; row++) {
            int track = row / 2;
            for (int d = 0; d < 8; d++) {
                rows[row][d] = (float) (random.nextDouble() + (d % 2 == track % 2 ? 3 : 0));
            }
            String path = (track % 2 == 0 ? name : "quiet") + track + ".mp3";
            index.append(row + ",\"" + path.replace("\"", "\"\"") + "\",0.0,2.7\n");
        }
        NpyFile.write(file, rows);
        Files.writeString(EmbeddingFile.index(file), index);
        return file;
    }
}
