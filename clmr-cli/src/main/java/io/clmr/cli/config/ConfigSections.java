package io.clmr.cli.config;

import io.clmr.augment.AugmentationChain;
import io.clmr.augment.Recipe;
import io.clmr.augment.TransformConfig;
import io.clmr.augment.TransformProvider;
import io.clmr.augment.TransformRegistry;
import io.clmr.core.loss.LossConfig;
import io.clmr.core.loss.LossRegistry;
import io.clmr.core.loss.NtXentConfig;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalize;
import io.clmr.data.dataset.DatasetConfig;
import io.clmr.data.store.StoreConfig;
import io.clmr.eval.probe.ProbeConfig;
import io.clmr.train.AugmentViews;
import io.clmr.train.PretrainConfig;
import io.clmr.train.TrainConfig;
import io.clmr.train.optim.OptimizerConfig;
import io.clmr.train.optim.ScheduleConfig;
import io.clmr.train.supervised.SupervisedConfig;
import io.clmr.train.views.PositivesConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The groups of keys at the top of a configuration, and what each recipe sets them to. */
final class ConfigSections {

    static final String RECIPE = "recipe";
    static final String DATASET = "dataset";
    static final String STORE = "store";
    static final String MODEL = "model";
    static final String AUGMENT = "augment";
    static final String AUGMENT_VIEWS = "augment_views";
    static final String POSITIVES = "positives";
    static final String LOSS = "loss";
    static final String OPTIMIZER = "optimizer";
    static final String SCHEDULE = "schedule";
    static final String TRAIN = "train";
    static final String PROBE = "probe";
    static final String SUPERVISED = "supervised";

    /** The key in {@link #LOSS} that says which loss the others belong to. */
    static final String LOSS_NAME = "name";

    /** In the order in which they are printed. */
    static final List<String> ALL = List.of(
            RECIPE,
            DATASET,
            STORE,
            MODEL,
            AUGMENT,
            AUGMENT_VIEWS,
            POSITIVES,
            LOSS,
            OPTIMIZER,
            SCHEDULE,
            TRAIN,
            PROBE,
            SUPERVISED);

    private ConfigSections() {}

    static ClmrConfig defaults(Recipe recipe) {
        boolean first = recipe == Recipe.CLMR_V1;
        ModelConfig model = ModelConfig.defaults();
        return new ClmrConfig(
                recipe,
                DatasetConfig.defaults(),
                false,
                StoreConfig.defaults(),
                new PretrainConfig(
                        first ? model.withProjectionDim(128).withNormalize(Normalize.DATASET) : model,
                        AugmentationChain.published(recipe),
                        AugmentViews.BOTH,
                        PositivesConfig.defaults(),
                        NtXentConfig.defaults(),
                        OptimizerConfig.defaults(),
                        ScheduleConfig.defaults(),
                        TrainConfig.defaults()),
                first ? ProbeConfig.firstPublished() : ProbeConfig.defaults(),
                SupervisedConfig.defaults());
    }

    /** Returns the values of the groups that are records, by name; the loss's name is not among them. */
    static Map<String, Record> records(ClmrConfig config) {
        Map<String, Record> records = new LinkedHashMap<>();
        records.put(DATASET, config.dataset());
        records.put(STORE, config.store());
        records.put(MODEL, config.pretrain().model());
        records.put(POSITIVES, config.pretrain().positives());
        records.put(LOSS, lossRecord(config.pretrain().loss()));
        records.put(OPTIMIZER, config.pretrain().optimizer());
        records.put(SCHEDULE, config.pretrain().schedule());
        records.put(TRAIN, config.pretrain().train());
        records.put(PROBE, config.probe());
        records.put(SUPERVISED, config.supervised());
        return records;
    }

    /** Returns the settings of a loss as the record that every socket's settings are. */
    static Record lossRecord(LossConfig loss) {
        return record(loss);
    }

    /** Returns the settings of a transform as the record that every socket's settings are. */
    static Record transformRecord(TransformConfig transform) {
        return record(transform);
    }

    private static Record record(Object settings) {
        if (settings instanceof Record record) {
            return record;
        }
        throw new IllegalStateException(settings.getClass() + " is not a record, so its keys are not known");
    }

    static String lossName(LossConfig loss) {
        LossRegistry registry = LossRegistry.load();
        return registry.names().stream()
                .filter(name -> registry.find(name).configType() == loss.getClass())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(loss.getClass() + " belongs to no registered loss"));
    }

    /** Returns every full key there is, those of the transforms as {@code augment.gain.p}. */
    static List<String> allKeys() {
        List<String> keys = new ArrayList<>();
        records(defaults(Recipe.CLMR_V2)).forEach((group, record) -> {
            keys.add(group);
            RecordBinder.keys(record).forEach(key -> keys.add(group + "." + key));
        });
        LossRegistry losses = LossRegistry.load();
        for (String name : losses.names()) {
            RecordBinder.keys(lossRecord(losses.find(name).defaults())).stream()
                    .map(key -> LOSS + "." + key)
                    .filter(key -> !keys.contains(key))
                    .forEach(keys::add);
        }
        keys.add(LOSS + "." + LOSS_NAME);
        for (TransformProvider provider : TransformRegistry.load().providers()) {
            RecordBinder.keys(transformRecord(provider.defaults()))
                    .forEach(key -> keys.add(AUGMENT + "." + provider.name() + "." + key));
        }
        return keys;
    }
}
