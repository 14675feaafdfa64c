package io.clmr.eval.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.core.model.ModelConfig;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.DatasetConfig;
import io.clmr.data.dataset.DatasetException;
import io.clmr.data.dataset.LabelSpace;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.dataset.Split;
import io.clmr.data.npy.NpyFile;
import io.clmr.data.store.ClipReader;
import io.clmr.data.store.DirectClipReader;
import io.clmr.data.store.PcmStore;
import io.clmr.data.store.PrepareListener;
import io.clmr.data.store.PrepareOptions;
import io.clmr.data.store.StoreBuilder;
import io.clmr.eval.Checkout;
import io.clmr.eval.embed.EmbedConfig;
import io.clmr.eval.embed.Embedder;
import io.clmr.eval.features.ClipFeatures;
import io.clmr.eval.features.EncoderFeatures;
import io.clmr.eval.features.FeatureExtractor;
import io.clmr.eval.features.FeatureSource;
import io.clmr.eval.features.FeatureTable;
import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.features.WindowChoice;
import io.clmr.eval.features.WindowRule;
import io.clmr.eval.metrics.Bootstrap;
import io.clmr.eval.metrics.TagMetrics;
import io.clmr.eval.probe.ProbeConfig.Head;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real probes on the bundled music. */
class LinearEvaluationIT {
    private static final ModelConfig TINY = ModelConfig.defaults().withWidth(0.0625);

    @TempDir
    static Path folder;

    private static MusicDataset dataset;
    private static PcmStore store;
    private static ClipFeatures features;

    @BeforeAll
    static void prepare() throws IOException {
        dataset = MusicDataset.load(DatasetConfig.of("folder", Checkout.quickstartMusic()));
        store = StoreBuilder.prepare(
                folder.resolve("store"), dataset.clips(), new PrepareOptions(22050, 59049, 2), PrepareListener.none());
        features = FeatureSource.parse("random-bn", TINY, 3).open(Device.cpu(), store, dataset.clips(Split.TRAIN));
    }

    @AfterAll
    static void close() throws IOException {
        features.close();
        store.close();
    }

    @Test
    void reportHoldsPassportMetricsAndEveryTag() throws IOException {
        EvaluationResult result = evaluation().evaluate(ProbeConfig.defaults(), 42, ProgressListener.none());
        result.writeReport(folder.resolve("out"));
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("out/report.json").toFile());

        double roc = json.at("/metrics/roc_auc_macro").asDouble();
        assertTrue(roc > 0.3 && roc < 1, "ROC-AUC " + roc);
        assertTrue(json.at("/intervals/roc_auc_macro/low").asDouble() <= roc);
        assertTrue(json.at("/intervals/roc_auc_macro/high").asDouble() >= roc);
        assertEquals(12, json.get("per_tag").size() + json.get("left_out_tags").size());
        assertTrue(json.at("/per_tag/0/positives").asInt() > 0);
        assertTrue(json.at("/per_tag/0/pr_auc").asDouble() > 0);
        assertEquals("file", json.at("/protocol/split").asText());
        assertEquals("drop_last", json.at("/protocol/window_rule").asText());
        assertEquals("random_one", json.at("/protocol/train_windows").asText());
        assertEquals("sigmoid", json.at("/protocol/activation").asText());
        assertEquals(16, json.at("/protocol/split_hash").asText().length());
        assertEquals(59049, json.at("/protocol/window_samples").asInt());
        assertEquals("random-bn", json.get("checkpoint").asText());
        assertTrue(json.at("/runs/0/epochs").asInt() > 0);
        assertEquals(
                dataset.labelledClips(Split.TEST).size(), json.at("/clips/test").asInt());
    }

    @Test
    void savedPredictionsGiveTheReportedMetrics() throws IOException {
        EvaluationResult result = evaluation().evaluate(ProbeConfig.defaults(), 42, ProgressListener.none());
        Path saved = folder.resolve("predictions");
        result.writePredictions(saved);
        float[][] scores = NpyFile.read(saved.resolve("scores.npy")).matrix();
        float[][] labels = NpyFile.read(saved.resolve("labels.npy")).matrix();
        boolean[][] truth = new boolean[labels.length][labels[0].length];
        for (int n = 0; n < labels.length; n++) {
            for (int tag = 0; tag < labels[n].length; tag++) {
                truth[n][tag] = labels[n][tag] == 1;
            }
        }
        List<String> tags = Files.readAllLines(saved.resolve("tags.txt"));
        TagMetrics metrics = TagMetrics.of(scores, truth, tags);
        assertEquals(result.report().metrics().get("roc_auc_macro"), metrics.rocAucMacro());
        assertEquals(result.report().metrics().get("pr_auc_macro"), metrics.prAucMacro());
        assertEquals(dataset.labels().names(), tags);
        assertEquals(
                dataset.labelledClips(Split.TEST).stream().map(Clip::key).toList(),
                Files.readAllLines(saved.resolve("tracks.txt")));
    }

    @Test
    void sameSeedGivesTheSameScoresToTheBit() throws IOException {
        float[][] first = evaluation()
                .evaluate(ProbeConfig.defaults(), 1, ProgressListener.none())
                .predictions()
                .scores();
        float[][] second = evaluation()
                .evaluate(ProbeConfig.defaults(), 1, ProgressListener.none())
                .predictions()
                .scores();
        for (int n = 0; n < first.length; n++) {
            assertArrayEquals(first[n], second[n]);
        }
    }

    /** Reversed, and one clip alone: neither crop nor features of a clip may notice. */
    @Test
    void aClipsFeaturesDoNotDependOnTheOtherClips() throws IOException {
        List<Clip> clips = dataset.labelledClips(Split.VALID);
        List<Clip> reversed = new ArrayList<>(clips);
        Collections.reverse(reversed);
        for (WindowChoice choice : List.of(new WindowChoice.RandomOne(9), new WindowChoice.All(WindowRule.ALL_FULL))) {
            FeatureTable table = features.extract(store, clips, choice, ProgressListener.none());
            FeatureTable backwards = features.extract(store, reversed, choice, ProgressListener.none());
            FeatureTable alone = features.extract(store, clips.subList(1, 2), choice, ProgressListener.none());
            for (int n = 0; n < clips.size(); n++) {
                assertArrayEquals(
                        table.windows().get(n),
                        backwards.windows().get(clips.size() - 1 - n),
                        clips.get(n).key());
            }
            assertArrayEquals(table.windows().get(1), alone.windows().get(0));
        }
    }

    /** A store keeps 16-bit samples, and both other ways decode to the same. */
    @Test
    void storeFilesAndDirectDecodingGiveTheSameFeatures() throws IOException {
        List<Clip> clips = dataset.labelledClips(Split.VALID).subList(0, 4);
        WindowChoice all = new WindowChoice.All(WindowRule.ALL_FULL);
        List<float[][]> stored =
                features.extract(store, clips, all, ProgressListener.none()).windows();
        try (ClipReader direct =
                        DirectClipReader.scan(clips, new PrepareOptions(22050, 59049, 2), PrepareListener.none());
                ClipFeatures plain = new EncoderFeatures("plain", FeatureExtractor.untrained(TINY, 3, Device.cpu()));
                Embedder embedder =
                        new Embedder(FeatureExtractor.untrained(TINY, 3, Device.cpu()), EmbedConfig.defaults())) {
            List<float[][]> decoded = features.extract(direct, clips, all, ProgressListener.none())
                    .windows();
            List<float[][]> plainFeatures =
                    plain.extract(store, clips, all, ProgressListener.none()).windows();
            for (int n = 0; n < clips.size(); n++) {
                assertArrayEquals(stored.get(n), decoded.get(n), clips.get(n).key());
                assertArrayEquals(
                        plainFeatures.get(n), embedder.embed(clips.get(n).path()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOGISTIC", "KNN", "MLP"})
    void everyHeadBeatsChanceOnMfccs(Head head) throws IOException {
        EvaluationReport report = LinearEvaluation.run(
                        dataset,
                        store,
                        FeatureSource.parse("mfcc", TINY, 0),
                        ProbeConfig.defaults().withHead(head),
                        42,
                        Device.cpu(),
                        ProgressListener.none())
                .report();
        assertTrue(report.metrics().get("roc_auc_macro") > 0.55, head + " " + report.metrics());
        assertEquals("whole_clip", report.protocol().windowRule());
    }

    @Test
    void fewerLabelsMeanFewerTrainingClips() throws IOException {
        LinearEvaluation evaluation = evaluation();
        ProbeConfig logistic = ProbeConfig.defaults().withHead(Head.LOGISTIC);
        EvaluationReport whole =
                evaluation.evaluate(logistic, 42, ProgressListener.none()).report();
        EvaluationReport part = evaluation
                .evaluate(logistic.withLabelFraction(0.25), 42, ProgressListener.none())
                .report();
        assertEquals(whole.clips().train(), 4.0 * part.clips().train(), 8); // two clips a song, rounded up
        assertEquals(whole.clips().test(), part.clips().test());
        assertTrue(part.runs().get(0).chosen().startsWith("C = "), part.runs().toString());
    }

    @Test
    void validationLeavesTheTestClipsAlone() throws IOException {
        List<String> stages = new ArrayList<>();
        double roc = evaluation()
                .validate(ProbeConfig.defaults().withHead(Head.LOGISTIC), 42, (stage, done, total) -> stages.add(stage))
                .get("roc_auc_macro");
        assertTrue(roc > 0 && roc <= 1, "ROC-AUC " + roc);
        assertTrue(stages.stream().noneMatch(stage -> stage.startsWith("test")), stages.toString());
        assertTrue(stages.stream().anyMatch(stage -> stage.startsWith("valid")), stages.toString());
    }

    /** The artist as the one label of each clip. */
    @Test
    void singleLabelsAreJudgedByAccuracyToo() throws IOException {
        List<String> artists = dataset.clips().stream()
                .map(clip -> clip.artist().orElseThrow())
                .distinct()
                .sorted()
                .toList();
        List<Clip> clips = new ArrayList<>();
        for (int n = 0; n < dataset.clips().size(); n++) {
            Clip clip = dataset.clips().get(n);
            int artist = artists.indexOf(clip.artist().orElseThrow());
            Split split = n % 2 == 0 ? Split.TRAIN : n % 4 == 1 ? Split.VALID : Split.TEST;
            clips.add(new Clip(
                    clip.key(), clip.path(), split, Optional.of(List.of(artist)), clip.group(), clip.artist()));
        }
        MusicDataset single =
                new MusicDataset("artists", "drawn", clips, new LabelSpace(artists, LabelSpace.Kind.SINGLE), List.of());
        for (Head head : List.of(Head.LINEAR, Head.LOGISTIC, Head.KNN)) {
            EvaluationReport report = new LinearEvaluation(single, store, features)
                    .evaluate(ProbeConfig.defaults().withHead(head), 1, ProgressListener.none())
                    .report();
            double accuracy = report.metrics().get("accuracy");
            assertTrue(accuracy >= 0 && accuracy <= 1, head + " " + report.metrics());
            assertEquals("single_label", report.protocol().task());
            assertTrue(report.intervals().containsKey("f1_macro"));
        }
    }

    /** Written, read again, and compared: on all clips the differences are those of the reports. */
    @Test
    void reportsAreComparedFromTheirFolders() throws IOException {
        LinearEvaluation evaluation = evaluation();
        List<Comparison.Candidate> candidates = new ArrayList<>();
        for (Head head : List.of(Head.LINEAR, Head.LOGISTIC)) {
            Path out = folder.resolve("compare-" + head);
            EvaluationResult result = evaluation.evaluate(
                    ProbeConfig.defaults().withHead(head).withIntervals(ProbeConfig.Intervals.SONG, 2),
                    5,
                    ProgressListener.none());
            result.writeReport(out);
            candidates.add(Comparison.Candidate.read(out));
            assertEquals(result.report(), candidates.get(candidates.size() - 1).report());
            assertEquals(dataset.labels().names(), SavedHead.open(out).tags());
        }
        Comparison comparison = Comparison.of(candidates, 1);
        Bootstrap.Difference roc = comparison.differences().get(0).metrics().get("roc_auc_macro");
        double linear = comparison.rows().get(0).metrics().get("roc_auc_macro");
        double logistic = comparison.rows().get(1).metrics().get("roc_auc_macro");
        assertEquals(linear - logistic, roc.value(), 1e-12);
        assertEquals("song", comparison.groups());
        assertEquals(dataset.labelledClips(Split.TEST).size(), comparison.clips());
    }

    @Test
    void aSplitWithoutLabelledClipsIsRefused() {
        List<Clip> trainOnly = dataset.clips(Split.TRAIN);
        MusicDataset cut = new MusicDataset(dataset.name(), dataset.split(), trainOnly, dataset.labels(), List.of());
        DatasetException e = assertThrows(DatasetException.class, () -> new LinearEvaluation(cut, store, features));
        assertTrue(e.getMessage().contains("the valid split has no labelled clips"), e.getMessage());
    }

    @Test
    void aStoreOfAnotherRateIsRefused() {
        FeatureSource other =
                FeatureSource.parse("random", ModelConfig.forSampleRate(16000).withWidth(0.0625), 1);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> LinearEvaluation.run(
                        dataset, store, other, ProbeConfig.defaults(), 1, Device.cpu(), ProgressListener.none()));
        assertTrue(e.getMessage().contains("22050 Hz, the encoder takes 16000 Hz"), e.getMessage());
    }

    private static LinearEvaluation evaluation() throws IOException {
        return new LinearEvaluation(dataset, store, features);
    }
}
