package io.clmr.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.augment.AugmentationChain;
import io.clmr.augment.Recipe;
import io.clmr.augment.TransformConfig;
import io.clmr.core.loss.DecoupledConfig;
import io.clmr.core.loss.LossConfig;
import io.clmr.core.loss.NtXentConfig;
import io.clmr.core.loss.VicRegConfig;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalize;
import io.clmr.eval.probe.ProbeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {

    @TempDir
    private Path folder = Path.of("");

    private ClmrConfig load(String yaml, String... sets) throws IOException {
        Path file = folder.resolve("c.yaml");
        Files.writeString(file, yaml);
        return load(Optional.of(file), sets);
    }

    private static ClmrConfig load(Optional<Path> file, String... sets) {
        return ConfigLoader.load(
                        file, List.of(sets).stream().map(Assignment::parse).toList())
                .config();
    }

    /** Returns the message without the folder, which differs from run to run. */
    private String refusal(String yaml, String... sets) {
        ConfigException refused = assertThrows(ConfigException.class, () -> load(yaml, sets));
        return String.valueOf(refused.getMessage()).replace(folder + "/", "");
    }

    @Test
    void pathsAreMadeAbsoluteWhateverGroupTheyStandIn() throws IOException {
        ClmrConfig config = load("dataset:\n  root: a/../music\n  labels_file: ./labels.csv\n"
                        + "positives:\n  name: pairs\n  pairs_file: pairs.csv\n")
                .withAbsolutePaths();
        Path here = Path.of("").toAbsolutePath();
        assertEquals(here.resolve("music"), config.dataset().root());
        assertEquals(Optional.of(here.resolve("labels.csv")), config.dataset().labelsFile());
        assertEquals(Optional.empty(), config.dataset().splitFile());
        assertEquals(
                here.resolve("music").getParent(),
                config.store().path().orElseThrow().getParent().getParent(),
                "the store lies beside the audio");
        assertEquals(
                Optional.of(here.resolve("pairs.csv")),
                config.pretrain().positives().pairsFile());
        assertEquals(config, config.withAbsolutePaths());
    }

    @Test
    void defaultsAreTheSecondPublishedCode() {
        ClmrConfig config = load(Optional.empty());
        assertEquals(Recipe.CLMR_V2, config.recipe());
        assertEquals(ModelConfig.defaults(), config.pretrain().model());
        assertEquals(
                AugmentationChain.published(Recipe.CLMR_V2), config.pretrain().augment());
    }

    @Test
    void firstRecipeSetsItsOwnDefaults() throws IOException {
        ClmrConfig config = load("recipe: clmr-v1\n");
        assertEquals(128, config.pretrain().model().projectionDim());
        assertEquals(Normalize.DATASET, config.pretrain().model().normalize());
        assertEquals(
                AugmentationChain.published(Recipe.CLMR_V1), config.pretrain().augment());
        assertEquals(ProbeConfig.Average.LOGIT, config.probe().average());
        assertEquals(ProbeConfig.TrainWindows.ALL, config.probe().trainWindows());
    }

    @Test
    void storeLiesInTheDatasetByRateUnlessNamed() throws IOException {
        assertEquals(
                Optional.of(Path.of("music", "store-22050")),
                load("dataset: {root: music}\n").store().path());
        assertEquals(
                Optional.of(Path.of("songs.txt-store-22050")),
                load("dataset: {root: songs.txt, format: list}\n").store().path());
        assertEquals(
                Optional.empty(),
                load("dataset: {root: music}\nstore: {path: none}\n").store().path());
    }

    @Test
    void commandLineCountsMoreThanTheFile() throws IOException {
        assertEquals(
                48,
                load("train: {batch_size: 24}\n", "train.batch_size=12", "train.batch_size=48")
                        .pretrain()
                        .train()
                        .batchSize());
    }

    @Test
    void oneTransformCanBeChangedFromTheCommandLine() {
        List<TransformConfig> chain =
                load(Optional.empty(), "augment.polarity.p=0.25").pretrain().augment();
        assertEquals(0.25, chain.get(0).p());
        assertEquals(AugmentationChain.published(Recipe.CLMR_V2).get(1), chain.get(1));
    }

    @Test
    void transformsTakeTheirOwnDefaultsForKeysLeftOut() throws IOException {
        List<TransformConfig> chain = load("augment:\n  - delay: {p: 0.1}\n  - polarity:\n  - delay: {volume: 0.2}\n")
                .pretrain()
                .augment();
        assertEquals(
                List.of("delay", "polarity", "delay"),
                chain.stream().map(TransformConfig::name).toList());
        assertEquals(0.1, chain.get(0).p());
        assertEquals(0.8, chain.get(1).p());
        assertEquals(0.3, chain.get(2).p());
    }

    @Test
    void emptyChainMeansCropsAlone() throws IOException {
        assertEquals(List.of(), load("augment: []\n").pretrain().augment());
    }

    @Test
    void groupWithAllKeysCommentedOutIsTheDefaults() throws IOException {
        assertEquals(96, load("train:\n# batch_size: 3\n").pretrain().train().batchSize());
    }

    @Test
    void weightsBringTheirNetworkUnlessKeysSayOtherwise() {
        ModelConfig network = ModelConfig.defaults().withWidth(0.25);
        ClmrConfig config = ConfigLoader.load(
                        Optional.empty(), List.of(Assignment.parse("model.projection_dim=32")), Optional.of(network))
                .config();
        assertEquals(network.withProjectionDim(32), config.pretrain().model());
    }

    @Test
    void remembersWhereEachKeyWasGiven() throws IOException {
        Path file = folder.resolve("c.yaml");
        Files.writeString(file, "model:\n  width: 0.5\n");
        LoadedConfig loaded = ConfigLoader.load(Optional.of(file), List.of(Assignment.parse("train.seed=7")));
        assertEquals(file + ":2", String.valueOf(loaded.given().get("model.width")));
        assertEquals("--set train.seed=7", String.valueOf(loaded.given().get("train.seed")));
    }

    @Test
    void missingRootIsReportedWhenADatasetIsNeeded() {
        ConfigException refused =
                assertThrows(ConfigException.class, () -> load(Optional.empty()).requireDataset());
        assertEquals(
                "dataset.root is not set, expected the folder of the dataset: give a file with --config, or --set"
                        + " dataset.root=FOLDER",
                refused.getMessage());
    }

    @Test
    void unknownKeyNamesTheNearestOne() {
        assertEquals(
                "c.yaml:3: loss.temprature is not a key; did you mean loss.temperature? Keys in loss: temperature",
                refusal("# a comment\nloss:\n  temprature: 0.5\n"));
    }

    @Test
    void keyOfAnotherLossIsNotMeant() {
        assertEquals(
                "c.yaml:3: loss.temperature is not a key; Keys in loss: covariance_weight, invariance_weight,"
                        + " variance_weight",
                refusal("loss:\n  name: vicreg\n  temperature: 0.5\n"));
    }

    @Test
    void aLossNamedOnTheCommandLineHasItsOwnDefaults() throws IOException {
        assertEquals(new DecoupledConfig(0.1), replaced("loss.name=dcl"));
        assertEquals(new DecoupledConfig(0.2), replaced("loss.temperature=0.2", "loss.name=dcl"));
        assertEquals(new NtXentConfig(0.3), replaced("loss.name=nt_xent"));
    }

    @Test
    void settingsOfALossThatTheFileDoesNotNameAreTheUsualLosses() throws IOException {
        String file = "loss: {temperature: 0.3}\n";
        assertEquals(
                new NtXentConfig(0.3),
                load(file, "loss.name=nt_xent").pretrain().loss());
        assertEquals(
                VicRegConfig.defaults(),
                load(file, "loss.name=vicreg").pretrain().loss());
    }

    private LossConfig replaced(String... sets) throws IOException {
        return load("loss: {name: nt_xent, temperature: 0.3}\n", sets)
                .pretrain()
                .loss();
    }

    @Test
    void keyOfAnotherGroupIsFoundThere() {
        assertEquals(
                "c.yaml:2: train.temperature is not a key; did you mean loss.temperature? Keys in train: accumulate,"
                        + " batch_size, checkpoint_every_steps, device, ema_decay, keep_last, log_every_steps, max_epochs,"
                        + " max_steps, one_clip_per_song, online_probe, precision, seed, views, workers",
                refusal("train:\n  temperature: 0.5\n"));
    }

    @Test
    void unknownGroupListsAllGroups() {
        assertEquals(
                "c.yaml:1: training is not a key; did you mean train? Keys at the top: augment, augment_views, dataset,"
                        + " loss, model, optimizer, positives, probe, recipe, schedule, store, supervised, train",
                refusal("training: {}\n"));
    }

    @Test
    void unknownTransformNamesTheNearestOne() {
        String message = refusal("augment:\n  - polarity: {p: 1}\n  - pich: {p: 1}\n");
        assertTrue(
                message.startsWith(
                        "c.yaml:3: augment.pich is not a key; did you mean augment.pitch? Keys in augment: "),
                message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            train: {batch_size: many}   | train.batch_size is 'many', expected a whole number
            train: {batch_size: 010}    | train.batch_size is '010', expected a whole number without leading zeros, which mean base 8 to many readers of YAML
            train: {batch_size: 0x10}   | train.batch_size is '0x10', expected a whole number
            train: {batch_size: 1_000}  | train.batch_size is '1_000', expected a whole number
            train: {batch_size: 1.5}    | train.batch_size is '1.5', expected a whole number
            train: {batch_size: [1]}    | train.batch_size is a list of 1, expected a whole number
            train: {batch_size: }       | train.batch_size is empty, expected a whole number
            train: {batch_size: 99999999999} | train.batch_size is '99999999999', expected a whole number that is not so far from 0
            model: {width: wide}        | model.width is 'wide', expected a number
            model: {width: .nan}        | model.width is '.nan', expected a number
            model: {strides: 3}         | model.strides is '3', expected a list such as [1, 2]
            probe: {head: liner}        | probe.head is 'liner', expected linear, mlp, logistic, knn or grid; did you mean linear?
            train: {online_probe: true} | train.online_probe is 'true', expected a group of keys
            train: {online_probe: {enabled: yes}} | train.online_probe.enabled is 'yes', expected true or false
            train: 3                    | train is '3', expected a group of keys, indented below it
            recipe: v3                  | recipe is 'v3', expected clmr-v1 or clmr-v2
            loss: {name: infonce}       | loss.name is 'infonce', expected nt_xent, dcl, dclw, vicreg or info_nce; did you mean info_nce?
            dataset: {format: foldr}    | dataset.format is 'foldr', expected fma, folder, gtzan, jamendo, librispeech, list, magnatagatune or msd; did you mean folder?
            augment: polarity           | augment is 'polarity', expected a list of transforms; [] for crops alone
            augment: [polarity]         | a transform is 'polarity', expected an entry such as '- polarity: {p: 0.8}'
            augment: [{polarity: 0.8}]  | augment.polarity is '0.8', expected an entry such as '- polarity: {p: 0.8}'
            augment: [{gain: {gain_db: -6}}] | augment.gain.gain_db is '-6', expected a range such as [1, 2], both ends included
            augment_views: second       | augment_views is 'second', expected both or first
            """)
    void wrongTypeNamesKeyAndExpectation(String yaml, String message) {
        assertEquals("c.yaml:1: " + message, refusal(yaml + "\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            train: {seed: 1, batch_size: 1} | train.batch_size is 1, expected at least 2
            train: {accumulate: 5}      | train.accumulate is 5, expected a divisor of batch_size 96, since a batch is cut into equal parts
            model: {width: -1}          | model.width is -1.0, expected a number above 0, at most 16
            loss: {temperature: 0}      | loss.temperature is 0.0, expected a finite number above 0
            optimizer: {name: sgd, momentum: 1} | optimizer.momentum is 1.0, expected a number of at least 0 and below 1
            probe: {label_fraction: 2}  | probe.label_fraction is 2.0, expected above 0 and at most 1
            """)
    void outOfRangeNamesTheKeyThatCausedIt(String yaml, String message) {
        assertEquals("c.yaml:1: " + message, refusal(yaml + "\n"));
    }

    @Test
    void outOfRangeInATransformNamesItsLine() {
        String message = refusal("augment:\n  - gain:\n      p: 0.3\n      gain_db: [-20, 500]\n");
        assertTrue(message.startsWith("c.yaml:4: augment.gain.gain_db"), message);
    }

    @Test
    void refusalOfAnOverrideNamesTheOption() {
        assertEquals(
                "--set train.batch_size=0: train.batch_size is 0, expected at least 2",
                refusal("train: {seed: 1}\n", "train.batch_size=0"));
    }

    @Test
    void keyThatIsThereTwiceNamesBothLines() {
        assertEquals(
                "c.yaml:4: train.seed is there twice, first at c.yaml:2; keep one of them",
                refusal("train:\n  seed: 1\n  workers: auto\n  seed: 2\n"));
    }

    @Test
    void brokenYamlNamesTheLine() {
        String message = refusal("train:\n  seed: [1, 2\nmodel: {}\n");
        assertTrue(message.startsWith("c.yaml:"), message);
        assertTrue(message.contains("is not valid YAML: "), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void aliasIsRefused() {
        assertEquals(
                "c.yaml:2: an alias (*name) stands here, expected the value itself",
                refusal("train: {seed: &s 1,\n  workers: *s}\n"));
    }

    @Test
    void secondDocumentIsRefused() {
        assertEquals("c.yaml:3: a second document starts here, expected one", refusal("a: 1\n---\nb: 2\n"));
    }

    @Test
    void placesWithoutYamlAreRefusedOneByOne() throws IOException {
        assertEquals(
                "c.yaml is empty, expected YAML; 'clmr config --print' shows every key with its default", refusal(""));
        assertEquals(
                "c.yaml has no keys, expected some; 'clmr config --print' shows every key with its default",
                refusal("# nothing\n"));
        assertEquals("c.yaml:1: is a list of 1, expected keys such as 'dataset:'", refusal("- a\n"));
        assertEquals(
                folder + " is a folder, expected a YAML file",
                assertThrows(ConfigException.class, () -> load(Optional.of(folder)))
                        .getMessage());
        Path missing = folder.resolve("no.yaml");
        assertEquals(
                missing + " is not there, expected a YAML file",
                assertThrows(ConfigException.class, () -> load(Optional.of(missing)))
                        .getMessage());
        Path latin = folder.resolve("latin.yaml");
        Files.write(latin, "# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(
                latin + " is not text in UTF-8, expected a YAML file",
                assertThrows(ConfigException.class, () -> load(Optional.of(latin)))
                        .getMessage());
    }

    @Test
    void assignmentsOfTheWrongFormAreRefused() {
        assertEquals(
                "--set seed: expected KEY=VALUE, such as --set train.batch_size=48",
                assertThrows(ConfigException.class, () -> Assignment.parse("seed"))
                        .getMessage());
        assertTrue(refusal("train: {}\n", "augment.flanger.p=1").contains("0 transforms named flanger"));
        assertTrue(refusal("train: {}\n", "augment.gain=1").contains("expected one such as augment.gain.p"));
    }
}
