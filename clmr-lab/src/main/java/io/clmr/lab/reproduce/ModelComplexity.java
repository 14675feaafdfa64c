package io.clmr.lab.reproduce;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.EncoderRegistry;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.ModelSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How large an encoder is, counted from the network itself.
 *
 * @param encoder a name of the {@link EncoderRegistry}
 * @param width what its channels are multiplied by
 * @param samples in a window
 * @param parameters trained numbers
 * @param multiplyAdds for one window
 */
public record ModelComplexity(String encoder, double width, int samples, long parameters, long multiplyAdds) {

    private static final Logger LOG = LoggerFactory.getLogger(ModelComplexity.class);
    private static final List<Integer> STRIDES_OF_CPC = List.of(5, 3, 2, 2, 2, 2, 2);
    private static final int ANY_PROJECTION = 512; // which every encoder takes; it is not counted
    private static final long ANY_SEED = 0; // sizes do not depend on start values

    /**
     * Counts every encoder that can be used in this process, for windows as the paper's.
     *
     * <p>An encoder that knows no such width is left out at that width.
     */
    public static List<ModelComplexity> ofAll(List<Double> widths) {
        List<ModelComplexity> all = new ArrayList<>();
        for (String encoder : EncoderRegistry.load().names()) {
            for (double width : widths) {
                of(encoder, width).ifPresent(all::add);
            }
        }
        return all;
    }

    /** Counts an encoder, for windows as the paper's; empty if it is not known, or not at that width. */
    public static Optional<ModelComplexity> of(String encoder, double width) {
        return config(encoder, width).map(ModelComplexity::of);
    }

    private static Optional<ModelConfig> config(String encoder, double width) {
        ModelConfig usual = ModelConfig.defaults();
        for (List<Integer> strides : List.of(usual.strides(), STRIDES_OF_CPC)) {
            try {
                return Optional.of(new ModelConfig(
                        usual.sampleRateHz(),
                        usual.samples(),
                        strides,
                        encoder,
                        width,
                        ANY_PROJECTION,
                        usual.normalize()));
            } catch (IllegalArgumentException e) {
                LOG.debug("{} of width {} is not counted with strides {}", encoder, width, strides, e);
            }
        }
        return Optional.empty();
    }

    private static ModelComplexity of(ModelConfig config) {
        try (NDManager manager = NDManager.newBaseManager()) {
            ModelSize size = ContrastiveModel.create(config, manager, DataType.FLOAT32, ANY_SEED)
                    .size();
            return new ModelComplexity(
                    config.encoder(),
                    config.width(),
                    config.samples(),
                    size.encoderParameters(),
                    size.encoderMultiplyAdds());
        }
    }
}
