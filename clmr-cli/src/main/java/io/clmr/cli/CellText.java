package io.clmr.cli;

import io.clmr.cli.config.ClmrConfig;
import io.clmr.core.model.ModelConfig;
import io.clmr.data.dataset.DatasetConfig;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.dataset.Split;
import io.clmr.train.PretrainConfig;
import io.clmr.train.TrainConfig;
import io.clmr.train.optim.OptimizerConfig;
import io.clmr.train.supervised.SupervisedConfig;
import java.math.BigDecimal;
import java.util.Locale;

/** What an experiment is, in words for a table. */
final class CellText {

    private CellText() {}

    /** Returns format, name and numbers of clips of a dataset. */
    static String data(DatasetConfig config, MusicDataset dataset) {
        return String.format(
                Locale.ROOT,
                "%s %s, %d / %d / %d clips",
                config.format(),
                config.root().toAbsolutePath().normalize().getFileName(),
                dataset.clips(Split.TRAIN).size(),
                dataset.clips(Split.VALID).size(),
                dataset.clips(Split.TEST).size());
    }

    /** Returns encoder and width. */
    static String network(ModelConfig model) {
        return model.encoder() + " of width " + model.width();
    }

    /** Returns batch, length and optimiser of a contrastive pretraining. */
    static String pretraining(ClmrConfig config) {
        PretrainConfig pretrain = config.pretrain();
        TrainConfig train = pretrain.train();
        OptimizerConfig optimizer = pretrain.optimizer();
        String length = train.maxSteps().map(steps -> steps + " steps").orElseGet(() -> train.maxEpochs() + " epochs");
        return "batch " + train.batchSize() + ", " + length + ", "
                + optimizer.name().name().toLowerCase(Locale.ROOT) + " " + plain(optimizer.learningRate());
    }

    /** Returns batch, length and optimiser of a supervised training. */
    static String supervised(ClmrConfig config) {
        SupervisedConfig supervised = config.supervised();
        return "supervised, batch " + supervised.batchSize() + ", at most " + supervised.maxEpochs() + " epochs, sgd "
                + plain(supervised.learningRate());
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
