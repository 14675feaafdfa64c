package io.clmr.eval.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.base.files.WholeFile;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.model.ModelConfig;
import io.clmr.eval.probe.SavedHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/**
 * A static page that tags songs in the browser, all files local.
 *
 * <p>Browsers fetch nothing beside a page that lies on a disk, but they run scripts that lie there. So the model and the
 * runtime are scripts with the bytes in them, and the page works by a double click as from any web server.
 */
public final class WebPage {

    private static final List<String> FILES = List.of("index.html", "style.css", "sound.js", "app.js", "licences.txt");
    private static final ObjectMapper JSON = new ObjectMapper();

    private WebPage() {}

    /** Writes the page into a folder. */
    public static void write(Path folder, Checkpoint checkpoint, SavedHead head, WebRuntime runtime)
            throws IOException {
        byte[] onnx = OnnxModel.of(checkpoint, head).toBytes();
        Files.createDirectories(folder);
        for (String name : FILES) {
            try (InputStream in = WebPage.class.getResourceAsStream("web/" + name)) {
                WholeFile.writeBytes(
                        folder.resolve(name), Objects.requireNonNull(in, name).readAllBytes());
            }
        }
        script(folder.resolve("model.js"), "CLMR_MODEL", model(checkpoint.config(), head, onnx));
        Map<String, Object> engine = new LinkedHashMap<>();
        engine.put("module", new String(runtime.module(), StandardCharsets.UTF_8));
        engine.put("wasm", base64(zipped(runtime.wasm())));
        script(folder.resolve("runtime.js"), "CLMR_RUNTIME", engine);
    }

    private static Map<String, Object> model(ModelConfig config, SavedHead head, byte[] onnx) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("encoder", config.encoder() + " of width " + config.width());
        model.put("sampleRateHz", config.sampleRateHz());
        model.put("samples", config.samples());
        model.put("tags", head.tags());
        model.put("activation", head.description().activation());
        model.put("average", head.description().average());
        if (head.description().average().equals("features")) { // averaged before the head, which the page then applies
            model.put("head", layers(head));
        }
        model.put("onnx", base64(onnx));
        return model;
    }

    private static List<Map<String, Object>> layers(SavedHead head) {
        List<Map<String, Object>> layers = new ArrayList<>();
        for (int n = 0; n < head.weights().size(); n += 2) {
            float[][] weight = Objects.requireNonNull(head.weights().get(n + ".weight"));
            float[][] bias = Objects.requireNonNull(head.weights().get(n + ".bias"));
            layers.add(Map.of("weight", weight, "bias", bias[0]));
        }
        return layers;
    }

    private static void script(Path file, String name, Map<String, Object> content) throws IOException {
        WholeFile.writeText(file, "window." + name + " = " + JSON.writeValueAsString(content) + ";\n");
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
