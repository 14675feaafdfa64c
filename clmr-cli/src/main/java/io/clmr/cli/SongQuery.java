package io.clmr.cli;

import io.clmr.base.files.UserPath;
import io.clmr.cli.config.Assignment;
import io.clmr.eval.embed.EmbedConfig;
import io.clmr.eval.embed.Embedder;
import io.clmr.eval.embed.EncoderSource;
import io.clmr.eval.similar.Origin;
import io.clmr.eval.similar.SimilarSong;
import io.clmr.eval.similar.SimilarSongs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what {@code --query} names into a vector, and answers it; opens the encoder only if one is needed. */
final class SongQuery implements AutoCloseable {

    private static final Pattern ROW = Pattern.compile("row:(\\d{1,9})");

    /**
     * The songs nearest to a query.
     *
     * @param searchMillis how long the search took, without reading or embedding the query
     */
    record Answer(String query, List<SimilarSong> songs, double searchMillis) {}

    private final Path index;
    private final SimilarSongs catalogue;
    private final Optional<String> checkpoint;
    private final ConfigOptions options;
    private @Nullable Embedder embedder;

    /** @param checkpoint as given by the user */
    SongQuery(Path index, SimilarSongs catalogue, Optional<String> checkpoint, ConfigOptions options) {
        this.index = index;
        this.catalogue = catalogue;
        this.checkpoint = checkpoint;
        this.options = options;
    }

    Answer answer(String query, int top, boolean includeSelf) throws IOException {
        Matcher row = ROW.matcher(query);
        Optional<String> known = row.matches() ? Optional.empty() : catalogue.find(query);
        float[] vector;
        Optional<String> own = known;
        if (row.matches()) {
            int number = Integer.parseInt(row.group(1));
            vector = UsageException.checked("--query " + query, () -> catalogue.vectorOf(number));
            own = Optional.of(catalogue.songOf(number));
        } else {
            vector = known.isPresent() && catalogue.isAsEmbedded(query)
                    ? catalogue.vectorOf(known.get())
                    : embed(UserPath.of(query));
        }
        long start = System.nanoTime();
        List<SimilarSong> songs = catalogue.nearest(vector, top, includeSelf ? Optional.empty() : own);
        return new Answer(query, songs, (System.nanoTime() - start) / 1e6);
    }

    private float[] embed(Path audio) throws IOException {
        if (!Files.exists(audio)) {
            throw new InputException(audio + " is neither a file nor a path in the index of " + index
                    + ", expected an audio file, a path of the index, or row:N");
        }
        if (embedder == null) {
            embedder = open();
        }
        float[][] rows = embedder.embed(audio);
        if (rows.length == 0) {
            throw new InputException(audio + " is too short for a window of the encoder, so it has no vector");
        }
        return SimilarSongs.mean(rows);
    }

    private Embedder open() throws IOException {
        Optional<Origin> origin = catalogue.origin();
        Optional<EncoderSource> kept = checkpoint.isPresent() ? Optional.empty() : origin.flatMap(Origin::source);
        String text = checkpoint
                .or(() -> kept.map(EncoderSource::checkpoint))
                .orElseThrow(() -> new UsageException(
                        index + " does not say which encoder it was made by; name it by --checkpoint"));
        if (kept.isPresent() && !text.equals("random") && !Files.exists(Path.of(text))) {
            throw new InputException(
                    index + " was made by " + text + ", which is not there now; name where it is by" + " --checkpoint");
        }
        EncoderChoice encoder = EncoderChoice.of(text, options, seed(kept));
        Embedder opened = new Embedder(
                encoder.extractor(options.threadsOrAll()),
                origin.map(Origin::embedding).orElse(EmbedConfig.defaults()));
        String fingerprint = opened.extractor().fingerprint();
        if (origin.isPresent() && !origin.get().fingerprint().equals(fingerprint)) {
            opened.close();
            throw new InputException(
                    index + " was made by another encoder (" + origin.get().fingerprint() + ") than " + text + " ("
                            + fingerprint + "); name the one it was made by with --checkpoint, or embed anew");
        }
        if (opened.dim() != catalogue.dim()) {
            int dim = opened.dim();
            opened.close();
            throw new InputException(index + " has rows of " + catalogue.dim() + " numbers, " + text + " gives " + dim
                    + "; name the encoder it was made by with --checkpoint, or embed anew");
        }
        return opened;
    }

    /** An encoder without weights is found again by its seed; other settings of its network have to be given again. */
    private static List<Assignment> seed(Optional<EncoderSource> kept) {
        if (kept.isEmpty() || kept.get().seed().isEmpty()) {
            return List.of();
        }
        String seed = Long.toString(kept.get().seed().getAsLong());
        return List.of(Assignment.of("the seed in the journal of the index, " + seed, "train.seed", seed));
    }

    @Override
    public void close() {
        if (embedder != null) {
            embedder.close();
        }
    }
}
