package io.clmr.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.augment.Recipe;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each key there is can be set, and what is set is what is bound. */
class EveryKeyTest {

    /** A value other than the default for every key; {@code key = value [with other key=value]}. */
    private static final String VALUES = """
            recipe = clmr-v1
            dataset.format = folder
            dataset.root = some/music
            dataset.split = won2020
            dataset.subset = small
            dataset.ratios = [0.5, 0.25, 0.25]
            dataset.group_by = song
            dataset.split_seed = 7
            dataset.labels_file = l.csv
            dataset.split_file = s.csv
            dataset.label_kind = multi
            dataset.missing_audio = leave_out
            dataset.exclude = ["*.tmp", Karaoke]
            dataset.audio_track = 1
            dataset.mixdown = left
            store.path = a/store
            model.sample_rate_hz = 16000
            model.samples = 43740 with model.strides=[3, 3, 3, 3, 3, 3, 5, 2, 2]
            model.strides = [3, 3, 3, 3, 3, 3, 5, 2, 2] with model.samples=43740
            model.width = 0.125
            model.projection_dim = 128
            model.normalize = dataset
            augment_views = first
            positives.name = neighbour
            positives.distance_s = [1.0, 2.5]
            positives.pairs_file = p.csv with positives.name=pairs
            loss.name = vicreg
            loss.temperature = 0.1
            loss.sigma = 0.3 with loss.name=dclw
            loss.invariance_weight = 10.0 with loss.name=vicreg
            loss.variance_weight = 5.0 with loss.name=vicreg
            loss.covariance_weight = 0.5 with loss.name=vicreg
            loss.negatives = 7 with loss.name=info_nce
            loss.positions = 40 with loss.name=info_nce
            optimizer.name = lars
            optimizer.learning_rate = 0.001
            optimizer.rate_scaling = sqrt
            optimizer.weight_decay = 0.000001
            optimizer.momentum = 0.5
            optimizer.trust_coefficient = 0.01
            schedule.name = cosine
            schedule.unit = epoch
            schedule.warmup_steps = 100
            schedule.warmup_epochs = 30 with schedule.unit=epoch
            schedule.cosine_period = all
            schedule.factor = 0.2
            schedule.patience = 3
            train.batch_size = 48
            train.one_clip_per_song = true
            train.views = 3
            train.max_epochs = 3
            train.max_steps = 600
            train.accumulate = 4
            train.ema_decay = 0.999
            train.seed = 43
            train.workers = 2
            train.device = cpu
            train.precision = tf32
            train.checkpoint_every_steps = 50
            train.keep_last = 1
            train.log_every_steps = 1
            train.online_probe.enabled = true
            train.online_probe.every_epochs = 5
            probe.head = logistic
            probe.learning_rate = 0.01
            probe.batch_size = 48
            probe.average = logit
            probe.max_epochs = 20
            probe.early_stop_patience = 5
            probe.train_windows = all
            probe.test_windows = all_full
            probe.label_fraction = 0.1
            probe.repeats = 3
            probe.weight_decay = 0.01
            probe.procedure = clmr_v1
            probe.standardize = true
            probe.subset = balanced_powerset
            probe.intervals = song
            probe.feature_cache = some/cache
            supervised.learning_rate = 0.01
            supervised.momentum = 0.5
            supervised.weight_decay = 0.001
            supervised.batch_size = 24
            supervised.dropout = 0.25
            supervised.max_epochs = 7
            supervised.plateau_factor = 0.5
            supervised.plateau_patience = 2
            supervised.early_stop_patience = 3
            augment.polarity.p = 0.5
            augment.noise.p = 0.5
            augment.noise.kind = snr
            augment.noise.relative_std = [0.001, 0.002]
            augment.noise.snr_db = [20.0, 60.0]
            augment.gain.p = 0.5
            augment.gain.gain_db = [-6.0, -3.0]
            augment.gain.integer = true
            augment.filter.p = 0.5
            augment.filter.kind = one_pole
            augment.filter.low_pass_hz = [1000.0, 2000.0]
            augment.filter.high_pass_hz = [100.0, 200.0]
            augment.filter.integer = true
            augment.delay.p = 0.5
            augment.delay.delay_ms = [100, 300]
            augment.delay.step_ms = 10
            augment.delay.volume = 0.2
            augment.pitch.p = 0.5
            augment.pitch.cents = [-100, 100]
            augment.reverb.p = 0.5
            augment.reverb.reverberance = [1, 100]
            augment.reverb.damping = [1, 100]
            augment.reverb.room_scale = [1, 100]
            """;

    /** Keys whose only value today is the default: there is one encoder. */
    private static final Set<String> SOCKETS_WITH_ONE_CHOICE = Set.of("model.encoder");

    private static final Set<String> CHAIN = Set.of("polarity", "noise", "gain", "filter", "delay", "pitch", "reverb");

    static Stream<String> values() {
        return VALUES.lines();
    }

    @ParameterizedTest
    @MethodSource("values")
    void bindsWhatIsSet(String line) {
        String[] parts = line.split(" = | with ", -1);
        List<Assignment> assignments = Stream.of(parts[0] + "=" + parts[1], parts.length > 2 ? parts[2] : "")
                .filter(text -> !text.isEmpty())
                .map(Assignment::parse)
                .toList();
        String bound = valueOf(ConfigLoader.load(Optional.empty(), assignments).config(), parts[0]);
        assertEquals(parts[1], bound);
        assertNotEquals(valueOf(ConfigSections.defaults(Recipe.CLMR_V2), parts[0]), bound);
    }

    private static String valueOf(ClmrConfig config, String key) {
        if (!key.startsWith("augment.")) {
            return ConfigPrinter.flat(config).getOrDefault(key, "");
        }
        String[] parts = key.split("\\.", -1);
        return config.pretrain().augment().stream()
                .filter(transform -> transform.name().equals(parts[1]))
                .map(transform -> RecordBinder.values(ConfigSections.transformRecord(transform)))
                .map(values -> ConfigPrinter.text(values.getOrDefault(parts[2], "")))
                .findFirst()
                .orElse("");
    }

    @Test
    void noKeyIsForgotten() {
        Set<String> tested =
                values().map(line -> line.split(" = ", 2)[0]).collect(Collectors.toCollection(TreeSet::new));
        Set<String> leaves = ourLeaves();
        leaves.removeAll(SOCKETS_WITH_ONE_CHOICE);
        tested.remove("recipe");
        tested.remove("augment_views");
        assertEquals(leaves, tested);
    }

    /** Keys of the groups and of the published chain; transforms that others add are theirs to test. */
    private static Set<String> ourLeaves() {
        Set<String> leaves = new TreeSet<>();
        for (String key : ConfigSections.allKeys()) {
            boolean group = !key.contains(".");
            boolean ours = !key.startsWith("augment.") || CHAIN.contains(key.split("\\.", -1)[1]);
            if (!group && ours) {
                leaves.add(key);
            }
        }
        return leaves;
    }

    @Test
    void eachKeyHasACommentAndEachCommentItsKey() throws IOException {
        Map<String, String> comments = new TreeMap<>();
        Properties properties = new Properties();
        try (InputStream in = KeyComments.class.getResourceAsStream("key-comments.properties")) {
            properties.load(in);
        }
        properties.forEach((key, comment) -> comments.put(key.toString(), comment.toString()));
        Set<String> keys = ourLeaves();
        keys.addAll(ConfigSections.ALL);
        keys.add("train.online_probe");
        CHAIN.forEach(name -> keys.add("augment." + name));
        assertEquals(Collections.emptySet(), missing(keys, comments.keySet()), "keys without a comment");
        assertEquals(Collections.emptySet(), missing(comments.keySet(), keys), "comments without a key");
        assertTrue(comments.values().stream().allMatch(comment -> comment.length() < 110));
    }

    private static Set<String> missing(Set<String> wanted, Set<String> there) {
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(there);
        return missing;
    }
}
