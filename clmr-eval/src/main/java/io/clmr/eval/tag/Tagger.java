package io.clmr.eval.tag;

import io.clmr.data.audio.AudioSelection;
import io.clmr.eval.embed.EmbedConfig;
import io.clmr.eval.embed.Embedder;
import io.clmr.eval.embed.Embedding;
import io.clmr.eval.embed.Pool;
import io.clmr.eval.features.FeatureExtractor;
import io.clmr.eval.features.NotFiniteException;
import io.clmr.eval.probe.SavedHead;
import io.clmr.eval.tag.Tagging.Moment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Names what is heard in a song.
 *
 * <pre>{@code
 * SavedHead head = SavedHead.open(Path.of("runs/a/eval"));
 * try (Tagger tagger = new Tagger(FeatureExtractor.open(Path.of("runs/a"), Device.cpu()), head, OptionalDouble.empty(),
 *         AudioSelection.defaults())) {
 *     Tagging tagging = tagger.tag(Path.of("song.mp3"));   // tagging.scores() in the order of head.tags()
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class Tagger implements AutoCloseable {

    private final Embedder embedder;
    private final SavedHead head;

    /**
     * @param extractor is closed with this
     * @param head fitted on the features of that very encoder
     * @param hopSeconds from the start of one window to the next; empty = the window's length
     * @param selection which sound of the files is heard: that of the music the head was fitted on
     * @throws TagException if the head was fitted on another encoder
     */
    public Tagger(FeatureExtractor extractor, SavedHead head, OptionalDouble hopSeconds, AudioSelection selection)
            throws TagException {
        requireFit(extractor, head);
        this.embedder =
                new Embedder(extractor, new EmbedConfig(hopSeconds, EmbedConfig.ShortFiles.SKIP, Pool.NONE, selection));
        this.head = head;
    }

    /**
     * Checks that a head was fitted on an encoder.
     *
     * @throws TagException if it was fitted on another one
     */
    public static void requireFit(FeatureExtractor extractor, SavedHead head) throws TagException {
        String fittedOn = head.description().fingerprint(); // empty: a published head, which does not say
        if (!fittedOn.isEmpty() && !fittedOn.equals(extractor.fingerprint())) {
            throw new TagException("the head was fitted on another encoder (" + fittedOn + ", "
                    + head.description().checkpoint() + ") than this one (" + extractor.fingerprint()
                    + "); use that one, or fit a head on this one by clmr linear-eval");
        }
        if (head.features() != extractor.featureDim()) {
            throw new TagException("the head takes " + head.features() + " features, the encoder gives "
                    + extractor.featureDim() + "; they do not belong together");
        }
    }

    /** Returns the names of the scores, in their order. */
    public List<String> tags() {
        return head.tags();
    }

    /** Tags an audio file; the result is empty if the file is shorter than a window. */
    public Tagging tag(Path audio) throws IOException {
        Tagging tagging = tagging(embedder.embedWithTimes(audio));
        NotFiniteException.refuse("the scores of " + audio, new float[][] {tagging.scores()});
        return tagging;
    }

    private Tagging tagging(Embedding embedding) {
        List<Moment> moments = new ArrayList<>();
        float[][] rows = embedding.rows();
        for (int n = 0; n < rows.length; n++) {
            moments.add(new Moment(embedding.startSeconds()[n], embedding.endSeconds()[n], head.apply(rows[n])));
        }
        return new Tagging(rows.length == 0 ? new float[0] : whole(rows), moments);
    }

    /** Averages over the windows what the evaluation averaged, and makes probabilities of it where it is logits. */
    private float[] whole(float[][] rows) {
        float[] scores = head.apply(rows);
        if (!head.description().average().equals("logits")) {
            return scores;
        }
        boolean softmax = head.description().activation().equals("softmax");
        float largest = Float.NEGATIVE_INFINITY;
        for (float logit : scores) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        double[] values = new double[scores.length];
        for (int tag = 0; tag < scores.length; tag++) {
            values[tag] = softmax ? Math.exp(scores[tag] - largest) : 1 / (1 + Math.exp(-scores[tag]));
            sum += values[tag];
        }
        for (int tag = 0; tag < scores.length; tag++) {
            scores[tag] = (float) (softmax ? values[tag] / sum : values[tag]);
        }
        return scores;
    }

    @Override
    public void close() {
        embedder.close();
    }
}
