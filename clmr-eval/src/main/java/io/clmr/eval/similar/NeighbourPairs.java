package io.clmr.eval.similar;

import io.clmr.base.files.WholeFile;
import io.clmr.eval.embed.Csv;
import io.clmr.eval.embed.EmbedException;
import io.clmr.eval.features.NotFiniteException;
import io.clmr.eval.features.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Each song of a catalogue paired with the nearest others: a list of positives to train on, as an encoder hears them
 * (Dwibedi et al., With a Little Help from My Friends: Nearest-Neighbor Contrastive Learning, ICCV 2021, take the nearest
 * in the batches before).
 */
public final class NeighbourPairs {

    private record Pair(String first, String second) {

        /** Returns the same pair in whatever order the songs are given. */
        static Pair of(String a, String b) {
            return a.compareTo(b) < 0 ? new Pair(a, b) : new Pair(b, a);
        }
    }

    private final SimilarSongs catalogue;
    private final Set<Pair> pairs;

    private NeighbourPairs(SimilarSongs catalogue, Set<Pair> pairs) {
        this.catalogue = catalogue;
        this.pairs = pairs;
    }

    /**
     * Searches the neighbours of every song.
     *
     * @param perSong how many of each song; two songs that are neighbours of each other make one pair
     * @param listener hears after each song
     */
    public static NeighbourPairs of(SimilarSongs catalogue, int perSong, ProgressListener listener)
            throws EmbedException {
        Set<Pair> pairs = new LinkedHashSet<>();
        List<String> songs = catalogue.paths();
        for (int i = 0; i < songs.size(); i++) {
            String song = songs.get(i);
            float[] vector = catalogue.vectorOf(song);
            if (NotFiniteException.firstNotFinite(vector) < 0) { // else nothing is like it
                for (SimilarSong near : catalogue.nearest(vector, perSong, Optional.of(song))) {
                    pairs.add(Pair.of(song, near.path()));
                }
            }
            listener.progress("neighbours of every song", i + 1, songs.size());
        }
        return new NeighbourPairs(catalogue, pairs);
    }

    /** Returns how many pairs there are. */
    public int size() {
        return pairs.size();
    }

    /**
     * Writes {@code path,path} a line, aside, and renames it.
     *
     * @param below the folder that the paths are written relative to; empty = as the index has them
     * @throws EmbedException if a song lies elsewhere
     */
    public void write(Path list, Optional<Path> below) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Pair pair : pairs) {
            lines.append(Csv.line(List.of(relative(pair.first(), below), relative(pair.second(), below))));
        }
        WholeFile.writeText(list, lines);
    }

    private String relative(String song, Optional<Path> below) throws IOException {
        if (below.isEmpty()) {
            return song;
        }
        Path root = below.get().toAbsolutePath().normalize();
        Path path = catalogue.place(song).normalize();
        if (!path.startsWith(root) && Files.exists(root) && Files.exists(path)) { // by another way to the same place
            root = root.toRealPath();
            path = path.toRealPath();
        }
        if (!path.startsWith(root)) {
            throw new EmbedException(song + " is not below " + below.get() + ", expected the folder that was embedded");
        }
        return root.relativize(path).toString();
    }
}
