package io.clmr.spark;

import io.clmr.data.audio.AudioSelection;
import io.clmr.eval.embed.EmbedConfig;
import io.clmr.eval.embed.EmbedConfig.ShortFiles;
import io.clmr.eval.embed.Pool;
import java.io.Serializable;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What an executor must know to open the encoder, in a form that travels.
 *
 * @param weightsFile name under which Spark hands the file of weights to each executor
 * @param weightsSha256 of that file, so that two jobs of one process never share an encoder by mistake
 * @param hopSeconds from the start of one window to the next; 0 = the window's length
 * @param sound which sound of the files is heard, as {@link AudioSelection#settings}
 */
record EncoderSpec(
        String weightsFile,
        String weightsSha256,
        double hopSeconds,
        ShortFiles shortFiles,
        Pool pool,
        TreeMap<String, String> sound)
        implements Serializable {

    private static final double ONE_WINDOW = 0;

    static EncoderSpec of(Weights weights, EmbedConfig config) {
        return new EncoderSpec(
                weights.name(),
                weights.sha256(),
                config.hopSeconds().orElse(ONE_WINDOW),
                config.shortFiles(),
                config.pool(),
                new TreeMap<>(config.selection().settings()));
    }

    EmbedConfig config() {
        OptionalDouble hop = hopSeconds == ONE_WINDOW ? OptionalDouble.empty() : OptionalDouble.of(hopSeconds);
        return new EmbedConfig(hop, shortFiles, pool, AudioSelection.of(sound));
    }
}
