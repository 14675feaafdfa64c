package io.clmr.cli;

import io.clmr.base.files.UserPath;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.eval.features.FeatureSource;
import io.clmr.eval.probe.Comparison;
import io.clmr.eval.probe.EvaluationResult;
import io.clmr.eval.triplets.TripletFile;
import io.clmr.eval.triplets.TripletScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an encoder's scores are put beside. */
final class Baselines {

    /** What votes of people are compared with, beside the encoder itself. */
    private static final List<String> OF_TRIPLETS = List.of("mfcc", "random-bn");

    private final Session session;
    private final EncoderChoice encoder;
    private final MusicDataset dataset;

    Baselines(Session session, EncoderChoice encoder, MusicDataset dataset) {
        this.session = session;
        this.encoder = encoder;
        this.dataset = dataset;
    }

    /** Reads those that are folders of reports, before anything is computed. */
    List<Comparison.Candidate> read(List<String> names) throws IOException {
        List<Comparison.Candidate> reports = new ArrayList<>();
        for (String name : names) {
            if (!EncoderChoice.BASELINES.contains(name)) {
                if (!Files.isRegularFile(UserPath.of(name).resolve("report.json"))) {
                    throw new InputException(name + " is not " + String.join(", ", EncoderChoice.BASELINES)
                            + ", and no folder with a report.json; write one with 'clmr linear-eval --out DIR'");
                }
                reports.add(Comparison.Candidate.read(UserPath.of(name)));
            }
        }
        return reports;
    }

    /** Evaluates the baselines and compares all; empty if there is nothing to compare with. */
    Optional<Comparison> compare(
            Evaluation evaluation, EvaluationResult result, List<String> names, List<Comparison.Candidate> reports)
            throws IOException {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Comparison.Candidate> read = new HashMap<>();
        reports.forEach(report -> read.put(report.name(), report));
        List<Comparison.Candidate> all = new ArrayList<>();
        all.add(new Comparison.Candidate(encoder.text(), result.report(), result.predictions()));
        for (String name : names) {
            Comparison.Candidate known = read.get(UserPath.of(name).toString());
            if (known != null) {
                all.add(known);
                continue;
            }
            session.console().say("clmr: evaluating " + name);
            EvaluationResult other = evaluation.evaluate(source(name), encoder.probe(name));
            all.add(new Comparison.Candidate(name, other.report(), other.predictions()));
        }
        try {
            return Optional.of(
                    Comparison.of(all, encoder.config().pretrain().train().seed()));
        } catch (IllegalArgumentException e) {
            throw new InputException("--compare: " + e.getMessage());
        }
    }

    /** Reads people's votes on this dataset's clips. */
    TripletFile votes(Path file) throws IOException {
        Set<String> keys = dataset.clips().stream().map(Clip::key).collect(Collectors.toSet());
        TripletFile votes = TripletFile.read(file, keys::contains);
        if (!votes.leftOut().isEmpty()) {
            session.console()
                    .say("clmr: " + file + ": " + votes.leftOut().size() + " rows left out, the first at "
                            + votes.leftOut().get(0));
        }
        return votes;
    }

    /** Compares distances with the votes, the encoder's first; none without votes. */
    List<TripletScore> triplets(Evaluation evaluation, Optional<TripletFile> votes) throws IOException {
        List<TripletScore> scores = new ArrayList<>();
        if (votes.isPresent()) {
            scores.add(evaluation.triplets(encoder.features(), votes.get().triplets()));
            for (String name : OF_TRIPLETS) {
                if (!name.equals(encoder.text())) {
                    scores.add(evaluation.triplets(source(name), votes.get().triplets()));
                }
            }
        }
        return scores;
    }

    private FeatureSource source(String name) {
        return FeatureSource.parse(
                name,
                encoder.config().pretrain().model(),
                encoder.config().pretrain().train().seed());
    }
}
