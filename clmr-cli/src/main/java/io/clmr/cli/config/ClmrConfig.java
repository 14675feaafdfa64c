package io.clmr.cli.config;

import io.clmr.augment.Recipe;
import io.clmr.data.dataset.DatasetConfig;
import io.clmr.data.store.StoreConfig;
import io.clmr.eval.probe.ProbeConfig;
import io.clmr.train.PretrainConfig;
import io.clmr.train.supervised.SupervisedConfig;
import java.io.IOException;

/**
 * The whole configuration, every value decided.
 *
 * @param recipe which published code the defaults came from
 * @param dataset where the dataset lies; its root means nothing unless {@code datasetRootGiven}
 * @param datasetRootGiven whether {@code dataset.root} was given, the one key without a default
 * @param store where decoded audio is kept
 * @param pretrain network, views, loss, optimiser and loop
 * @param probe how a frozen encoder is evaluated
 * @param supervised how the supervised baseline is trained
 */
public record ClmrConfig(
        Recipe recipe,
        DatasetConfig dataset,
        boolean datasetRootGiven,
        StoreConfig store,
        PretrainConfig pretrain,
        ProbeConfig probe,
        SupervisedConfig supervised) {

    /**
     * Returns the dataset's configuration for a command that cannot do without.
     *
     * @throws ConfigException if {@code dataset.root} was not given
     */
    public DatasetConfig requireDataset() {
        if (!datasetRootGiven) {
            throw new ConfigException("dataset.root is not set, expected the folder of the dataset: give a file with"
                    + " --config, or --set dataset.root=FOLDER");
        }
        return dataset;
    }

    /** Returns the same configuration for other working folders: every path in it is absolute. */
    public ClmrConfig withAbsolutePaths() throws IOException {
        return AbsolutePaths.of(this);
    }
}
