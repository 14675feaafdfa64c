package io.clmr.eval.embed;

import ai.djl.Device;
import io.clmr.core.model.ModelConfig;
import io.clmr.eval.features.FeatureExtractor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A process of its own that embeds a folder and dies on the way, without closing anything. */
final class EmbedProcess {
    private static final long COMMIT_NANOS = 10_000_000;

    /** The exit code where the output is refused. */
    static final int REFUSED = 3;

    private EmbedProcess() {}

    static Embedder embedder() {
        return new Embedder(
                FeatureExtractor.untrained(ModelConfig.defaults().withWidth(0.0625), 5, Device.cpu()),
                EmbedConfig.defaults());
    }

    /** Arguments: folder, output, number of files after which the process dies. */
    public static void main(String[] args) throws IOException {
        int deadly = Integer.parseInt(args[2]);
        try (Embedder embedder = embedder()) {
            new Catalogue(
                            embedder,
                            CatalogueOptions.defaults(),
                            (done, total, failed, rows, audioSeconds) -> {
                                if (done == deadly) {
                                    Runtime.getRuntime().halt(9); // no finally, no shutdown hook
                                }
                            },
                            COMMIT_NANOS)
                    .embed(AudioInputs.find(List.of(Path.of(args[0]))), Path.of(args[1]));
        } catch (EmbedException e) {
            System.exit(REFUSED);
        }
    }
}
